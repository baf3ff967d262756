import { People, Sessions, normalisePhone, phoneIndex, type Actor } from '#libs/identity';
import { KeyRing, UnitOfWork, newId } from '#libs/platform';
import { eventually } from '#libs/testing';
import { allRoutes, type Route } from '../../../web/test/all-routes.js';
import { createWebContext, type WebContext } from '../../../web/test/web-context.js';
import { startBuiltProgram, type BuiltProgram } from '../built-program.js';
import { copyDemo } from './demo-copy.js';

const ORIGIN = { ip: '127.0.0.1', port: 40_000 };

/**
 * The built program with its seeded demo, and the same application in this process on the same database: it knows the
 * routes, and its use cases make what a page needs to be looked at (frozen figures, an attempt, a staged roster).
 */
export class DemoSite {
  private readonly signedIn = new Map<string, Promise<{ token: string; actor: Actor }>>();
  private readonly made = new Map<string, Promise<string>>();

  private constructor(
    readonly program: BuiltProgram,
    private readonly context: WebContext,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(): Promise<DemoSite> {
    const { database, folder } = await copyDemo();
    const program = await startBuiltProgram(folder, { DATABASE_URL: database.url });
    const context = await createWebContext({ databaseUrl: database.url, folder });
    return new DemoSite(program, context, database.drop);
  }

  async stop(): Promise<void> {
    await this.context.close();
    await this.program.stop();
    await this.drop();
  }

  /** Pages and files for people; programs have their own interface and their own test. */
  routes(): Route[] {
    return allRoutes(this.context)
      .filter(({ method, pattern }) => method === 'GET' && !/^\/(api\/v1|healthz|readyz|metrics)/.test(pattern))
      .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.context.get(type);
  }

  /** The first column of the first row. */
  async value(sql: string, params: unknown[] = []): Promise<string> {
    const [row] = await this.context.db.query(sql, params);
    if (!row) throw new Error(`the demo has no row for: ${sql}`);
    return String(Object.values(row)[0]);
  }

  async change(sql: string): Promise<void> {
    await this.context.db.query(sql);
  }

  /** What a sample makes once, whichever route asks first. */
  once(name: string, make: () => Promise<string>): Promise<string> {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name)!;
  }

  /** Waits for a job of the built worker. */
  until(sql: string, params: unknown[] = []): Promise<string> {
    return eventually(() => this.value(sql, params), { withinMs: 90_000, everyMs: 100 });
  }

  /** A session of a demo account (its phone) or of a person (their id); the ways of signing in are tested elsewhere. */
  as(who: string): Promise<{ token: string; actor: Actor }> {
    if (!this.signedIn.has(who)) this.signedIn.set(who, this.startSession(who));
    return this.signedIn.get(who)!;
  }

  /** Another session, as after one that has ended. */
  async freshSession(who: string): Promise<string> {
    this.signedIn.delete(who);
    return (await this.as(who)).token;
  }

  personId(phone: string): Promise<string> {
    return this.value('SELECT person_id FROM account WHERE login_index = $1', [this.indexOf(phone)]);
  }

  /** Somebody who has done nothing yet, and signs in with the password of this demo account. */
  async newLearner(phone: string, like: string): Promise<void> {
    await this.get(UnitOfWork).run(async (tx) => {
      const personId = await this.get(People).create(tx, { fullName: 'Lò Thị Mới', birthYear: 1962 });
      await tx.query(
        `INSERT INTO account (id, person_id, login_index, password_hash)
         SELECT $1, $2, $3, password_hash FROM account WHERE login_index = $4`,
        [newId(), personId, this.indexOf(phone), this.indexOf(like)],
      );
    });
  }

  private indexOf(phone: string): string {
    return phoneIndex(this.get(KeyRing), normalisePhone(phone)!);
  }

  private async startSession(who: string): Promise<{ token: string; actor: Actor }> {
    const personId = who.includes('-') ? who : await this.personId(who);
    const { token } = await this.get(UnitOfWork).run((tx) =>
      this.get(Sessions).start(tx, personId, ORIGIN, 'Chromium'),
    );
    return { token, actor: (await this.get(Sessions).resolve(token, ORIGIN))! };
  }
}
