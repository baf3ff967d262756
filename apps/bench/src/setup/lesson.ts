import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface BenchModuleRow {
  course: string;
  module: string;
  moduleId: string;
  versionId: string;
  pages: number;
}

/** The published module with the most text: its pages are the dearest. */
export async function lessonToMeasure(app: INestApplicationContext): Promise<BenchModuleRow> {
  const [row] = await app.get(DataSource).query(
    `SELECT c.slug AS course, m.slug AS module, m.id AS "moduleId", v.id AS "versionId", count(*)::int AS pages
     FROM module m JOIN course c ON c.id = m.course_id
     JOIN module_version v ON v.id = (SELECT id FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1)
     JOIN lesson l ON l.module_version_id = v.id
     GROUP BY 1, 2, 3, 4 ORDER BY sum(length(l.html)) DESC LIMIT 1`,
  );
  return row;
}
