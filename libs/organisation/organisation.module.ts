import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangeUnit } from './change-unit.service.js';
import { FindUnits } from './find-units.service.js';
import { ImportUnits } from './import-units.service.js';
import { OrganisationData } from './organisation-data.source.js';
import { UnitImport } from './unit-import.entity.js';
import { ReopenUnit } from './reopen-unit.service.js';
import { TreeRoots } from './tree-roots.service.js';
import { Unit, UnitEvent, UnitLink, UnitMerge, UnitVersion } from './unit.entity.js';
import { UnitEvents } from './unit-events.service.js';
import { UnitLinks } from './unit-links.service.js';
import { UnitMergers } from './unit-mergers.service.js';
import { UnitPlaces } from './unit-places.service.js';
import { UnitVersions } from './unit-versions.service.js';
import { Units } from './units.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Unit, UnitVersion, UnitLink, UnitMerge, UnitEvent, UnitImport])],
  providers: [
    OrganisationData,
    UnitVersions,
    UnitLinks,
    UnitEvents,
    Units,
    FindUnits,
    UnitPlaces,
    UnitMergers,
    TreeRoots,
    ChangeUnit,
    ReopenUnit,
    ImportUnits,
  ],
  exports: [Units, FindUnits, UnitPlaces, UnitMergers, TreeRoots, UnitEvents, ChangeUnit, ReopenUnit, ImportUnits],
})
export class OrganisationModule {}
