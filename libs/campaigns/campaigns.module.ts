import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { OrganisationModule } from '#libs/organisation';
import { Campaign, Requirement } from './campaign.entity.js';
import { CampaignsData } from './campaigns-data.source.js';
import { Campaigns } from './campaigns.service.js';
import { CompareMoments } from './compare-moments.service.js';
import { CompareSnapshots } from './compare-snapshots.service.js';
import { Figures } from './figures.service.js';
import { FreezeSnapshot } from './freeze-snapshot.service.js';
import { PublicBoards } from './public-board.service.js';
import { ReadSnapshots } from './read-snapshots.service.js';
import { ReadTargets } from './read-targets.service.js';
import { ModuleStart, PersonStanding, RequirementState } from './requirement-state.entity.js';
import { RemindLearners } from './remind-learners.service.js';
import { RequirementStates } from './requirement-states.service.js';
import { SignOffSnapshot } from './sign-off-snapshot.service.js';
import { Snapshot, SnapshotSignoff } from './snapshot.entity.js';
import { Snapshots } from './snapshots.service.js';
import { Target } from './target.entity.js';
import { Targets } from './targets.service.js';
import { TargetsOfUnits } from './targets-of-units.service.js';
import { FlowQuery } from './flow-query.service.js';
import { TodayQuery } from './today-query.service.js';
import { TruthQuery } from './truth-query.service.js';
import { ViewFigures } from './view-figures.service.js';
import { ViewFlow } from './view-flow.service.js';

const entities = [
  Campaign,
  Requirement,
  Target,
  RequirementState,
  PersonStanding,
  ModuleStart,
  Snapshot,
  SnapshotSignoff,
];
const capabilities = [
  Campaigns,
  Targets,
  ReadTargets,
  TargetsOfUnits,
  RequirementStates,
  TruthQuery,
  Figures,
  ViewFigures,
  ViewFlow,
  Snapshots,
  CompareSnapshots,
  PublicBoards,
];

@Module({
  imports: [TypeOrmModule.forFeature(entities), OrganisationModule, IdentityModule, LearningModule],
  providers: [
    CampaignsData,
    ...capabilities,
    CompareMoments,
    FlowQuery,
    TodayQuery,
    FreezeSnapshot,
    SignOffSnapshot,
    ReadSnapshots,
    RemindLearners,
  ],
  exports: capabilities,
})
export class CampaignsModule {}
