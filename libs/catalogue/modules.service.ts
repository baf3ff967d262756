import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '#libs/platform';
import { CurrentVersions } from './current-versions.service.js';
import { Lessons, type PublishedVersion } from './lessons.service.js';

export interface PublishedModule {
  courseId: string;
  courseSlug: string;
  courseTitle: string;
  moduleId: string;
  code: string;
  slug: string;
  /** The newest published one. */
  version: PublishedVersion;
}

type Address = Omit<PublishedModule, 'version'> & { versionId: string };

/** Published modules by their address. */
@Injectable()
export class Modules {
  constructor(
    private readonly dataSource: DataSource,
    private readonly current: CurrentVersions,
    private readonly lessons: Lessons,
  ) {}

  /**
   * A module approved but in no list yet is unknown; one that a newer list left out stays, for those it is required of.
   * At most one statement, and none while the answer is fresh. Refuses `module.unknown`.
   */
  async bySlug(courseSlug: string, moduleSlug: string): Promise<PublishedModule> {
    const { versionId, ...address } = await this.current.get(`module ${courseSlug} ${moduleSlug}`, () =>
      this.address(courseSlug, moduleSlug),
    );
    return { ...address, version: await this.lessons.version(versionId) };
  }

  private async address(courseSlug: string, moduleSlug: string): Promise<Address> {
    const [address] = await this.dataSource.query(ADDRESS, [courseSlug, moduleSlug]);
    if (!address) throw notFound('module.unknown');
    return address;
  }
}

const ADDRESS = `SELECT c.id AS "courseId", c.slug AS "courseSlug", cv.title AS "courseTitle", m.id AS "moduleId", m.code,
    m.slug, v.id AS "versionId"
  FROM course c
  JOIN module m ON m.course_id = c.id
  CROSS JOIN LATERAL (SELECT title FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv
  CROSS JOIN LATERAL (SELECT id FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1) v
  WHERE c.slug = $1 AND m.slug = $2 AND EXISTS (
    SELECT FROM course_version_module x JOIN course_version xv ON xv.id = x.course_version_id
    WHERE xv.course_id = c.id AND x.module_id = m.id)`;
