import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { databaseOptions } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';

/** Tables that are TypeORM's own or that only statements in SQL touch. */
const WITHOUT_ENTITY = ['migrations'];

describe('the entities', () => {
  let context: WebContext;
  let bare: DataSource;
  let server: DataSource;
  const name = `t_${randomBytes(6).toString('hex')}`;
  beforeAll(async () => {
    context = await createWebContext();
    const url = new URL(process.env.TEST_DATABASE_SERVER!);
    server = await new DataSource(databaseOptions({ url: url.toString(), asOwner: true, poolSize: 1 })).initialize();
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    url.pathname = `/${name}`;
    // What the entities would make of an empty database by themselves.
    bare = await new DataSource({
      ...databaseOptions({ url: url.toString(), asOwner: true, poolSize: 1 }),
      entities: context.db.entityMetadatas.map(({ target }) => target),
    } as DataSourceOptions).initialize();
    await bare.synchronize();
  });
  afterAll(async () => {
    await bare?.destroy();
    await server?.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server?.destroy();
    await context.close();
  });

  it('have a table each, and each table its entity', async () => {
    const [migrated, made] = [await columnsOf(context.db), await columnsOf(bare)];
    const tables = (columns: Map<string, string>) => [
      ...new Set([...columns.keys()].map((column) => column.split('.')[0]!)),
    ];
    expect(tables(made).sort()).toEqual(
      tables(migrated)
        .filter((table) => !WITHOUT_ENTITY.includes(table))
        .sort(),
    );
  });

  it('name every column of the migrations, with its type and whether it may be null', async () => {
    const [migrated, made] = [await columnsOf(context.db), await columnsOf(bare)];
    const differences = [...new Set([...migrated.keys(), ...made.keys()])]
      .filter((column) => !WITHOUT_ENTITY.includes(column.split('.')[0]!))
      .filter((column) => migrated.get(column) !== made.get(column))
      .map((column) => ({ column, migration: migrated.get(column) ?? 'none', entity: made.get(column) ?? 'none' }));
    expect(differences).toEqual([]);
  });
});

/** `table.column` to its type as PostgreSQL writes it. */
async function columnsOf(db: DataSource): Promise<Map<string, string>> {
  const rows: { column: string; type: string }[] = await db.query(
    `SELECT c.relname || '.' || a.attname AS column,
       format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY 1`,
  );
  return new Map(rows.map(({ column, type }) => [column, type]));
}
