import { Injectable } from '@nestjs/common';
import { Clock, invalid, type Tx } from '#libs/platform';
import type { LessonContent, ModuleContent, Narration } from '../module-content.js';
import { lessonTextHash, recordingsOf } from './narration.policy.js';
import type { RecordingFacts } from './recordings.service.js';

/** Holds a draft's recordings to what the server itself has read of them. */
@Injectable()
export class SettleNarrations {
  constructor(private readonly clock: Clock) {}

  /**
   * The tidy content with each recording's facts as they are; one whose speaker took it back leaves its page. No statement
   * when there is no recording. Refuses `narration.unknown`.
   */
  async settle(tx: Tx, content: ModuleContent): Promise<ModuleContent> {
    const named = recordingsOf(content);
    if (named.length === 0) return content;
    const [rows] = await tx.query(
      `UPDATE recording SET used_at = $2 WHERE sha256 = ANY($1)
       RETURNING sha256, format, seconds, bytes, withdrawn_at IS NOT NULL AS withdrawn`,
      [named, this.clock.now()],
    );
    const known = new Map<string, RecordingFacts & { withdrawn: boolean }>();
    for (const row of rows) known.set(row.sha256, row);
    return { ...content, lessons: content.lessons.map((lesson) => settled(lesson, known)) };
  }
}

function settled(
  { narration, ...lesson }: LessonContent,
  known: Map<string, RecordingFacts & { withdrawn: boolean }>,
): LessonContent {
  if (!narration) return lesson;
  const recording = known.get(narration.sha256);
  if (!recording) throw invalid('narration.unknown', { file: 'narration.unknown' });
  if (recording.withdrawn) return lesson;
  const { withdrawn: _, ...facts } = recording;
  const { transcript } = narration;
  const textHash = narration.textHash || lessonTextHash(lesson);
  return { ...lesson, narration: { ...facts, textHash, ...(transcript && { transcript }) } satisfies Narration };
}
