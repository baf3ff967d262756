import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/unit-of-work.js';
import type {
  DataSubject,
  ExportSection,
  PersonalDataSource,
  RetentionTask,
  TableRule,
} from './personal-data-source.js';

/** Everything the libs keep of people, behind one door: to show it, to take it out, to let it age. */
@Injectable()
export class PersonalData {
  private readonly sources: PersonalDataSource[] = [];

  register(source: PersonalDataSource): void {
    this.sources.push(source);
  }

  /** By table. A table that two libs name is a mistake of the program. */
  tables(): Map<string, TableRule & { lib: string }> {
    const rules = new Map<string, TableRule & { lib: string }>();
    for (const { lib, tables } of this.sources) {
      for (const [table, rule] of Object.entries(tables)) {
        if (rules.has(table)) throw new Error(`table ${table} is named by ${rules.get(table)!.lib} and ${lib}`);
        rules.set(table, { ...rule, lib });
      }
    }
    return rules;
  }

  retentionTasks(): RetentionTask[] {
    return this.sources.flatMap(({ retention = [] }) => retention);
  }

  /** The id and every other id of the same human being. */
  async idsOf(tx: Tx, personId: string): Promise<string[]> {
    const found = new Set([personId]);
    for (const id of found) {
      for (const source of this.sources) {
        for (const other of (await source.aliases?.(tx, id)) ?? []) found.add(other);
      }
    }
    return [...found];
  }

  /** Under every id of the human being: a table holds the rows of all of them. */
  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const sections = new Map<string, ExportSection>();
    for (const id of await this.idsOf(tx, personId)) {
      for (const source of this.sources) {
        for (const section of (await source.exportOf?.(tx, id)) ?? []) {
          const before = sections.get(section.key);
          sections.set(section.key, before ? { ...before, rows: [...before.rows, ...section.rows] } : section);
        }
      }
    }
    return [...sections.values()];
  }

  /** All sources or none. Fails, and so rolls back, when any table still holds what its rule says must be gone. */
  async erase(tx: Tx, subject: DataSubject): Promise<void> {
    // Work that was still to be done about the person; what the sources order from here on stays.
    await tx.query(`DELETE FROM job WHERE strpos(payload::text, $1) > 0`, [subject.personId]);
    for (const source of this.sources) await source.erase?.(tx, subject);
    const left = await this.left(tx, subject.personId);
    if (left.length > 0) throw new Error(`not erased: ${left.join(', ')}`);
  }

  /** Tables that still hold what an erasure must take. */
  async left(tx: Tx, personId: string): Promise<string[]> {
    const left: string[] = [];
    for (const [table, { gone }] of this.tables()) {
      if (!gone) continue;
      const [{ found }] = await tx.query(`SELECT EXISTS (SELECT FROM ${table} WHERE ${gone}) AS found`, [personId]);
      if (found) left.push(table);
    }
    return left;
  }
}
