import { Module } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { CampaignsModule } from '#libs/campaigns';
import { CatalogueModule } from '#libs/catalogue';
import { CredentialsModule } from '#libs/credentials';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { OrganisationModule } from '#libs/organisation';
import { ReportingModule } from '#libs/reporting';
import { RostersModule } from '#libs/rosters';
import { Communes } from '../account/communes.service.js';
import { SignInApi } from './account/sign-in.controller.js';
import { SignUpsApi } from './account/sign-ups.controller.js';
import { AdjustmentsApi } from './adjustments/adjustments.controller.js';
import { AuthoringApi } from './authoring/authoring.controller.js';
import { CoursesAuthoringApi } from './authoring/courses-authoring.controller.js';
import { PreviewsApi } from './authoring/previews.controller.js';
import { RecordingsApi } from './authoring/recordings.controller.js';
import { BoardApi } from './campaigns/board.controller.js';
import { ExtractsApi } from './campaigns/extracts.controller.js';
import { FiguresApi } from './campaigns/figures.controller.js';
import { PeriodsApi } from './campaigns/periods.controller.js';
import { ReportsApi } from './campaigns/reports.controller.js';
import { SnapshotsApi } from './campaigns/snapshots.controller.js';
import { TargetsApi } from './campaigns/targets.controller.js';
import { CoursesApi } from './catalogue/courses.controller.js';
import { CertificatesApi } from './certificates/certificates.controller.js';
import { AttemptsApi } from './me/attempts.controller.js';
import { MeApi } from './me/me.controller.js';
import { DoubtsApi } from './rosters/doubts.controller.js';
import { RosterFilesApi } from './rosters/roster-files.controller.js';
import { RostersApi } from './rosters/rosters.controller.js';

const learn = [IdentityModule, CatalogueModule, AssessmentModule, LearningModule, CredentialsModule];
const account = [OrganisationModule];
const count = [RostersModule, CampaignsModule, ReportingModule];

/** The operations of /api/v1, over the same use cases as the pages. */
@Module({
  imports: [...learn, ...account, ...count],
  controllers: [
    CoursesApi,
    SignUpsApi,
    SignInApi,
    MeApi,
    AttemptsApi,
    CertificatesApi,
    FiguresApi,
    PeriodsApi,
    ExtractsApi,
    SnapshotsApi,
    ReportsApi,
    TargetsApi,
    BoardApi,
    AdjustmentsApi,
    RostersApi,
    RosterFilesApi,
    DoubtsApi,
    AuthoringApi,
    PreviewsApi,
    RecordingsApi,
    CoursesAuthoringApi,
  ],
  providers: [Communes],
})
export class ApiOperationsModule {}
