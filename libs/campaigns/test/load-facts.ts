import type { Tx } from '#libs/platform';
import { completionId, id, insert, knowledge, moduleId, personId, versionId, type Row } from './rows.js';
import { instant, type World } from './world.js';

export const completionRow = (row: World['completions'][number], index: number): Row => ({
  id: completionId(index),
  person_id: personId(row.person),
  module_id: moduleId(row.module),
  module_version_id: versionId(row.module, row.version),
  completed_at: instant(row.completedAt),
  recorded_at: instant(row.recordedAt),
  source: row.source,
  time_quality: row.quality,
});

export const adjustmentRow = (row: World['adjustments'][number], index: number): Row => ({
  id: id(15, index),
  completion_id: completionId(row.completion),
  kind: row.kind,
  reason: 'r',
  document_number: 'd',
  author_id: personId(0),
  recorded_at: instant(row.recordedAt),
});

export const flagRow = (row: World['flags'][number], index: number): Row => ({
  id: id(16, index),
  completion_id: completionId(row.completion),
  kind: 'too_fast',
  details: {},
  ...knowledge(row),
});

/** All facts at once, as a bulk load writes them. */
export async function loadFacts(tx: Tx, world: World): Promise<void> {
  await insert(tx, 'completion', world.completions.map(completionRow));
  await insert(tx, 'adjustment', world.adjustments.map(adjustmentRow));
  await insert(tx, 'completion_flag', world.flags.map(flagRow));
}
