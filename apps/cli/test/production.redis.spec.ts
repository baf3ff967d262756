import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '#libs/testing';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../src/demo/demo-accounts.js';
import { CLI, Machine, WEB, WORKER } from './production/machine.js';
import { childrenOf, holderOf } from './production/processes.js';
import { CLIENT, HOST, ProxiedBrowser } from './production/proxied-browser.js';

jest.setTimeout(400_000);

const START = `${CLI} start`;

/** The programs as docker/compose.yaml runs them, in its order and with its settings, on real services. */
describe('production', () => {
  const machine = new Machine();
  let web: ChildProcess;
  let worker: ChildProcess;
  const open: ProxiedBrowser[] = [];

  beforeAll(async () => {
    await machine.start();
    for (const command of ['migrate', 'seed']) {
      const { status, output } = machine.cli([command]);
      if (status !== 0) throw new Error(output);
    }
    web = machine.launch(WEB);
    worker = machine.launch(WORKER);
    await machine.ready();
  });
  afterAll(() => machine.stop());
  afterEach(() => open.splice(0).forEach((browser) => browser.close()));

  const browser = (cookies?: Iterable<[string, string]>, patienceMs?: number) => {
    const made = new ProxiedBrowser(machine.port, cookies, patienceMs);
    open.push(made);
    return made;
  };

  /** A browser whose connection is held by this web process. */
  const browserAt = (pid: number, cookies?: Iterable<[string, string]>): Promise<ProxiedBrowser> =>
    eventually(async () => {
      // A connection handed to a process in the moment of its death is never answered; a proxy tries another too.
      const made = browser(cookies, 5_000);
      const reached = await made.get('/healthz').catch(() => null);
      if (reached && holderOf(childrenOf(web.pid!), machine.port, made.localPort) === pid) return made;
      throw new Error(`no connection reached ${pid}`);
    });

  /** Signs up with the code that the gateway was given. */
  async function signUp(phone: string): Promise<ProxiedBrowser> {
    const person = browser();
    const form = await person.get('/dang-ky');
    const communeId = form.body.match(/<option value="([0-9a-f-]{36})"/)![1]!;
    const fields = { fullName: 'Lò Thị Mai', phone, password: 'nương ngô bản Hon', birthYear: '1968', communeId };
    const begun = await person.post('/dang-ky', { ...fields, consent: 'yes', tiep: '/' });
    expect({ status: begun.status, body: begun.body }).toEqual({ status: 303, body: '' });
    await person.get(begun.headers.location!);
    const to = `+84${phone.slice(1)}`;
    const text = await eventually(async () => {
      const message = machine.messages.find((sent) => sent.to === to);
      if (!message) throw new Error('no message yet');
      return message.text;
    });
    const requestId = new URL(begun.headers.location!, 'http://x').searchParams.get('yeu-cau')!;
    const entered = await person.post('/dang-ky/ma', { requestId, code: text.match(/\b\d{6}\b/)![0], tiep: '/' });
    expect(entered.status).toBe(303);
    const cookie = entered.headers['set-cookie']!.find((line) => line.startsWith('hvs_session='));
    expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax/);
    return person;
  }

  it.each([
    ['a placeholder for a secret', { APP_SECRET: 'change-me-change-me-change-me-change-me' }, [START, WEB, WORKER]],
    ['a secret of one letter', { APP_SECRET: 'a'.repeat(40) }, [WEB]],
    ['no secret', { APP_SECRET: '' }, [WEB]],
    ['no public address', { PUBLIC_URL: '' }, [WEB]],
    ['no database, not even the one that comes with it', { DATABASE_URL: '' }, [START, WEB, WORKER]],
    ['no SMS gateway', { SMS_URL: '' }, [WEB, WORKER]],
    ['a proxy that is no address', { TRUSTED_PROXIES: 'caddy' }, [WEB]],
  ])('refuses %s with a sentence', (_, env, programs) => {
    for (const program of programs) {
      const { status, output } = machine.run(program.split(' '), { PORT: '0', ...env });
      expect({ program, status }).toEqual({ program, status: 1 });
      expect(output).toContain(Object.keys(env)[0]);
      expect(output).not.toMatch(/^\s+at |ERROR/m);
    }
  });

  it('knows units and courses, and nobody of the demo', async () => {
    const [counts] = await machine.sql(
      `SELECT (SELECT count(*)::int FROM account) AS accounts, (SELECT count(*)::int FROM person) AS people,
         (SELECT count(*) > 38 FROM unit) AS units, (SELECT count(*)::int FROM course) AS courses`,
    );
    expect(counts).toEqual({ accounts: 0, people: 0, units: true, courses: 3 });
    const visitor = browser();
    const page = await visitor.get('/dang-nhap');
    expect(page.body).not.toContain('/tin-nhan-thu');
    expect((await visitor.get('/tin-nhan-thu')).status).toBe(404);
    const entered = await visitor.post('/dang-nhap', { phone: DEMO_ACCOUNTS[8]!.phone, password: DEMO_PASSWORD });
    expect(entered.status).toBe(422);
    expect(machine.cli(['demo:people', '--count', '1']).status).toBe(1);
  });

  it('gives its programs a login that owns nothing and cannot change a fact', async () => {
    const [rights] = await machine.sql(
      `SELECT count(*)::int AS owned, bool_or(has_table_privilege('hvs_programs', c.oid, 'INSERT')) AS direct
       FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.relkind = 'r' AND r.rolname IN ('hvs_programs', 'hvs_app')`,
    );
    expect(rights).toEqual({ owned: 0, direct: null });
    await expect(machine.sql(`SET ROLE hvs_app; DELETE FROM audit`)).rejects.toThrow(/permission denied/);
  });

  it('answers from two processes, over https only, to the person behind the proxy', async () => {
    const pids = childrenOf(web.pid!);
    expect(pids).toHaveLength(2);
    for (const pid of pids) {
      const { status, headers } = await (await browserAt(pid)).get('/');
      expect({ status, hsts: headers['strict-transport-security'] }).toEqual({
        status: 200,
        hsts: 'max-age=31536000; includeSubDomains',
      });
    }
    await signUp('0912000001');
    expect(await machine.sql('SELECT ip, user_agent FROM session')).toEqual([{ ip: CLIENT.ip, user_agent: null }]);
    expect(await machine.sql('SELECT DISTINCT ip, port FROM audit WHERE ip IS NOT NULL')).toEqual([CLIENT]);
  });

  it('ends a session in both processes at once', async () => {
    const { cookies } = await signUp('0912000002');
    const [one, other] = childrenOf(web.pid!);
    const here = await browserAt(one!, cookies);
    const there = await browserAt(other!, cookies);
    expect((await there.get('/ca-nhan')).status).toBe(200);
    await here.get('/ca-nhan');
    expect((await here.post('/dang-xuat', {})).status).toBe(303);
    const { status, headers } = await there.get('/ca-nhan');
    expect({ status, location: headers.location }).toEqual({
      status: 303,
      location: '/dang-nhap?tiep=%2Fca-nhan&thong-bao=session-over',
    });
  });

  it('replaces a web process that was killed, while the other answers', async () => {
    const [killed, other] = childrenOf(web.pid!);
    process.kill(killed!, 'SIGKILL');
    expect((await (await browserAt(other!)).get('/')).status).toBe(200);
    const replacement = await eventually(async () => {
      const fresh = childrenOf(web.pid!).filter((pid) => pid !== killed && pid !== other);
      if (fresh.length === 0) throw new Error('not yet');
      return fresh[0]!;
    });
    await eventually(async () => expect((await (await browserAt(replacement)).get('/')).status).toBe(200));
  });

  it('answers what it has begun when it is told to stop, then ends in order', async () => {
    const body = 'phone=0912000001&password=x';
    const socket = connect(machine.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk) => (answer += chunk));
    socket.write(
      `POST /dang-nhap HTTP/1.1\r\nHost: ${HOST}\r\nAccept: text/html\r\nExpect: 100-continue\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await eventually(async () => expect(answer).toContain('100 Continue'));
    const ended = Promise.all([web, worker].map((child) => once(child, 'exit')));
    web.kill('SIGTERM');
    worker.kill('SIGTERM');
    const asked = () => fetch(`http://127.0.0.1:${machine.port}/healthz`, { signal: AbortSignal.timeout(500) });
    await eventually(() => expect(asked()).rejects.toThrow());
    socket.write(body);
    await eventually(async () => expect(answer).toMatch(/HTTP\/1\.1 403 Forbidden[\s\S]*<\/html>/));
    expect(await ended).toEqual([
      [0, null],
      [0, null],
    ]);
  });
});
