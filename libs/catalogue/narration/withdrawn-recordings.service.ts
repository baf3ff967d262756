import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CurrentVersions } from '../current-versions.service.js';

/** Which recordings were taken back; asked only for contents that have any, and remembered for a moment. */
@Injectable()
export class WithdrawnRecordings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly current: CurrentVersions,
  ) {}

  /** The lessons without the recordings that were taken back. */
  async leaveOut<L extends { narration: { sha256: string } | null }>(lessons: L[]): Promise<L[]> {
    if (lessons.every(({ narration }) => !narration)) return lessons;
    const gone = await this.all();
    if (gone.size === 0) return lessons;
    return lessons.map((lesson) =>
      lesson.narration && gone.has(lesson.narration.sha256) ? { ...lesson, narration: null } : lesson,
    );
  }

  all(): Promise<Set<string>> {
    return this.current.get('withdrawn recordings', async () => {
      const rows = await this.dataSource.query('SELECT sha256 FROM recording WHERE withdrawn_at IS NOT NULL');
      return new Set<string>(rows.map(({ sha256 }: { sha256: string }) => sha256));
    });
  }
}
