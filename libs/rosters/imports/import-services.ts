import { ApplyImport } from './apply-import.service.js';
import { ApplyRows } from './apply-rows.service.js';
import { ColumnMaps } from './column-maps.service.js';
import { FindKnown } from './find-known.service.js';
import { ImportEffects } from './import-effects.service.js';
import { ImportFiles } from './import-files.service.js';
import { ImportSteps } from './import-steps.service.js';
import { Leavers } from './leavers.service.js';
import { MapColumns } from './map-columns.service.js';
import { PlanImport } from './plan-import.service.js';
import { PurgeImports } from './purge-imports.handler.js';
import { RosterImports } from './roster-imports.service.js';
import { StageImport } from './stage-import.service.js';
import { StagedRows } from './staged-rows.service.js';
import { TakeFile } from './take-file.service.js';
import { UndoImport } from './undo-import.service.js';

export const importServices = {
  shown: [RosterImports, MapColumns],
  inner: [
    TakeFile,
    StageImport,
    ImportSteps,
    ApplyImport,
    ApplyRows,
    UndoImport,
    FindKnown,
    PlanImport,
    StagedRows,
    ImportFiles,
    ImportEffects,
    ColumnMaps,
    Leavers,
    PurgeImports,
  ],
};
