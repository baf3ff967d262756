import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueData } from './catalogue-data.source.js';
import { Course, CourseModule, CourseVersion, CourseVersionModule } from './course.entity.js';
import { CourseDraft, CourseProposal, CourseReview } from './courses/course-draft.entity.js';
import { ChangeAddress } from './courses/change-address.service.js';
import { CourseDrafts } from './courses/course-drafts.service.js';
import { CourseProposals } from './courses/course-proposals.service.js';
import { CourseReviews } from './courses/course-reviews.service.js';
import { CreateCourse } from './courses/create-course.service.js';
import { StudioCourses } from './courses/studio-courses.service.js';
import { CoursePublicationListeners } from './course-publication-listeners.js';
import { Courses } from './courses.service.js';
import { CurrentVersions } from './current-versions.service.js';
import { Drafts } from './drafts.service.js';
import { ImportCourse } from './import/import-course.service.js';
import { Lessons } from './lessons.service.js';
import { ModuleDraft, ModuleReview, ModuleSubmission } from './module-draft.entity.js';
import { Lesson, ModuleVersion } from './module-version.entity.js';
import { Modules } from './modules.service.js';
import { CleanRecordings } from './narration/clean-recordings.service.js';
import { Recording } from './narration/recording.entity.js';
import { Recordings } from './narration/recordings.service.js';
import { RemoveRecordings } from './narration/remove-recordings.service.js';
import { SettleNarrations } from './narration/settle-narrations.service.js';
import { WithdrawnRecordings } from './narration/withdrawn-recordings.service.js';
import { SpeakerOutlines } from './outline/speaker-outlines.service.js';
import { PublicationParts } from './publication-parts.js';
import { PublishCourse } from './publish-course.service.js';
import { PublishModule } from './publish-module.service.js';
import { ContentReport } from './reports/content-report.entity.js';
import { ContentReports } from './reports/content-reports.service.js';
import { ReportContent } from './reports/report-content.service.js';
import { Reviews } from './review/reviews.service.js';
import { Submissions } from './review/submissions.service.js';
import { SearchCatalogue } from './search/search-catalogue.service.js';
import { SearchIndex } from './search/search-index.service.js';
import { SearchPage } from './search/search-page.entity.js';
import { StudioModules } from './studio-modules.service.js';

const capabilities = [
  PublicationParts,
  PublishModule,
  PublishCourse,
  ImportCourse,
  Courses,
  Modules,
  Lessons,
  StudioModules,
  Drafts,
  Submissions,
  Reviews,
  CoursePublicationListeners,
  CreateCourse,
  ChangeAddress,
  CourseDrafts,
  CourseProposals,
  CourseReviews,
  StudioCourses,
  ReportContent,
  ContentReports,
  SpeakerOutlines,
  SearchCatalogue,
  Recordings,
  WithdrawnRecordings,
];
const jobs = [CleanRecordings, RemoveRecordings];
const entities = [
  Course,
  CourseModule,
  CourseVersion,
  CourseVersionModule,
  CourseDraft,
  CourseProposal,
  CourseReview,
  ContentReport,
  ModuleDraft,
  ModuleSubmission,
  ModuleReview,
  ModuleVersion,
  Lesson,
  SearchPage,
  Recording,
];

@Module({
  imports: [TypeOrmModule.forFeature(entities)],
  providers: [CatalogueData, ...capabilities, ...jobs, CurrentVersions, SearchIndex, SettleNarrations],
  exports: capabilities,
})
export class CatalogueModule {}
