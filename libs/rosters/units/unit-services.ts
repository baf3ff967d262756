import { EditUnits } from './edit-units.service.js';
import { ApplyUnitImport } from './import/apply-unit-import.service.js';
import { ExportUnits } from './import/export-units.service.js';
import { PlanUnitImport } from './import/plan-unit-import.service.js';
import { UnitImports } from './import/unit-imports.service.js';
import { MergeUnits } from './merge-units.service.js';
import { MoveMembers } from './move-members.service.js';
import { PlantTree } from './plant-tree.service.js';
import { ReadUnits } from './read-units.service.js';
import { RecordUnitChange } from './record-unit-change.service.js';
import { ReopenClosedUnit } from './reopen.service.js';
import { ReturnMembers } from './return-members.service.js';
import { SplitUnit } from './split-unit.service.js';

export const unitServices = {
  shown: [EditUnits, PlantTree, ReopenClosedUnit, MergeUnits, SplitUnit, ReadUnits, UnitImports, ExportUnits],
  inner: [RecordUnitChange, MoveMembers, ReturnMembers, PlanUnitImport, ApplyUnitImport],
};
