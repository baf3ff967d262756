import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, freePort } from '#libs/testing';
import { startBuiltProgram, type BuiltProgram } from './built-program.js';

jest.setTimeout(400_000);

function command(args: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
    env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '', ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });
}

/** Nobody looks at pages here: the certificates of more people are only drawn beside what is tested. */
const FEW = { DEMO_PEOPLE: '5' };

/** What `npm start` starts: supervised, repaired, stopped in order. */
describe('the built program', () => {
  let program: BuiltProgram;
  const folder = mkdtempSync(join(tmpdir(), 'hvs-start-'));
  beforeAll(async () => {
    program = await startBuiltProgram(folder, FEW);
  });
  afterAll(async () => {
    if (program.process.exitCode === null) await program.stop();
  });

  const child = (name: string) =>
    Number(
      execFileSync('ps', ['--ppid', String(program.process.pid), '-o', 'pid=,args='])
        .toString()
        .split('\n')
        .find((line) => line.includes(name))!
        .trim()
        .split(' ')[0],
    );
  const ready = async () => {
    const answer = await fetch(`${program.base}/readyz`);
    expect(answer.status).toBe(200);
  };

  it('prints its address and an account per role', () => {
    expect(program.output()).toContain(program.base);
    for (const role of [
      'người dân',
      'người biên soạn',
      'người kiểm duyệt',
      'cấp ủy',
      'quản trị viên',
      'người kiểm tra',
    ])
      expect(program.output()).toContain(role);
  });

  it('says in a sentence that a port is taken', async () => {
    const holder = createServer();
    const port = await new Promise<number>((done) =>
      holder.listen(0, '127.0.0.1', () => done((holder.address() as { port: number }).port)),
    );
    const { status, stderr } = command(['start'], { PORT: String(port), DATA_DIR: join(folder, 'other') });
    holder.close();
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(new RegExp(`^Cổng ${port} đang có chương trình khác dùng.*$`));
  });

  it('lets commands use its database, and goes on when they have ended', async () => {
    const database = child('postgres');
    const { status, stdout } = command(['demo:people', '--count', '20'], { DATA_DIR: folder });
    expect(stdout).toContain('Đã thêm 20 người');
    expect(status).toBe(0);
    expect(command(['audit:verify'], { DATA_DIR: folder }).stdout).toContain('nguyên vẹn');
    await ready();
    expect(child('postgres')).toBe(database);
  });

  it('is not shut out of its data by a second one', async () => {
    const { status, stderr } = command(['start'], { DATA_DIR: folder, PORT: String(await freePort()) });
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(/^Thư mục dữ liệu \S+ đang được một chương trình khác dùng \(tiến trình \d+\)\..*$/);
    await ready();
  });

  it('bounds the heap of the worker', () => {
    const args = execFileSync('ps', ['-p', String(child('worker')), '-o', 'args=']).toString();
    expect(args).toContain('--max-old-space-size=384');
  });

  it('starts a web that was killed again', async () => {
    const before = child('cluster.js');
    process.kill(before, 'SIGKILL');
    await eventually(
      async () => {
        await ready();
        expect(child('cluster.js')).not.toBe(before);
      },
      { withinMs: 60_000 },
    );
  });

  it('takes over after the supervisor itself was killed, with everything that was written', async () => {
    const ended = new Promise((done) => program.process.once('exit', done));
    const orphans = [child('cluster.js'), child('worker')];
    process.kill(program.process.pid!, 'SIGKILL');
    await ended;
    for (const pid of orphans) await eventually(async () => expect(() => process.kill(pid, 0)).toThrow());
    program = await startBuiltProgram(folder, FEW);
    expect(program.output()).toContain('0900000001');
    const page = await fetch(`${program.base}/chuyen-de/dich-vu-cong-truc-tuyen`);
    expect(page.status).toBe(200);
  });

  it('stops at SIGTERM with its programs and its database', async () => {
    const database = child('postgres');
    expect(await program.stop()).toBe(0);
    expect(() => process.kill(database, 0)).toThrow();
  });
});

describe('a start that cannot be', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('was killed while it made its database: the next one makes it anew', async () => {
    const first = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'migrate'], {
      env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '', DATA_DIR: folder },
      stdio: 'ignore',
    });
    const killed = new Promise((done) => first.once('exit', done));
    const note = join(folder, 'postgres.initdb');
    await eventually(async () => expect(readFileSync(note, 'utf8')).toMatch(/^\d+$/), {
      withinMs: 60_000,
      everyMs: 5,
    });
    first.kill('SIGKILL');
    await killed;
    expect(existsSync(join(folder, 'postgres.ready'))).toBe(false);
    const initdb = Number(readFileSync(note, 'utf8'));
    expect(() => process.kill(initdb, 0)).not.toThrow();

    const { status, stdout, stderr } = command(['migrate'], { DATA_DIR: folder });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Đã cập nhật: /);
    expect(status).toBe(0);
    expect(() => process.kill(initdb, 0)).toThrow();
  });

  it('was asked to stop while it began: it ends in order, without a word', async () => {
    const own = join(folder, 'stopped');
    const first = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'start'], {
      env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '', DATA_DIR: own, PORT: '0' },
    });
    let said = '';
    for (const stream of [first.stdout, first.stderr]) stream.on('data', (chunk) => (said += chunk));
    const ended = new Promise((done) => first.once('close', done));
    await eventually(async () => expect(existsSync(join(own, 'postgres.keeper'))).toBe(true), { withinMs: 60_000 });
    first.kill('SIGTERM');
    expect([await ended, said]).toEqual([0, '']);
    expect(readdirSync(own)).not.toContain('postgres.keeper');
    expect(readdirSync(join(own, 'postgres'))).not.toContain('postmaster.pid');
  });

  it.each([
    ['18.20.8', 1],
    ['20.18.3', 1],
    ['20.19.0', 0],
    ['22.0.0', 0],
  ])('was run by Node.js %s', (version, code) => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'scripts/require-node.mjs'],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect(status).toBe(code);
    if (code) expect(stderr).toMatch(new RegExp(`^Cần Node.js 20.19.0 trở lên; máy này đang dùng ${version}. .*\n$`));
    else expect(stderr).toBe('');
  });

  it.each([
    ['hello', 'Cấu hình chưa đúng:\n  DATABASE_URL: phải có dạng postgres://'],
    ['postgres://a:b@127.0.0.1:9/c', 'Không kết nối được PostgreSQL ở 127.0.0.1:9 (ECONNREFUSED).'],
  ])('was given the database address %s', (url, sentence) => {
    const { status, stderr } = command(['migrate'], { DATA_DIR: folder, DATABASE_URL: url });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
  });

  it('was given settings out of range: each is named once, in Vietnamese', () => {
    const { stderr } = command(['start'], { DATA_DIR: folder, PORT: 'x', WEB_CONCURRENCY: '0', REDIS_URL: 'hello' });
    expect(stderr.trim().split('\n').slice(1)).toEqual([
      '  PORT: phải là một số từ 0 đến 65535',
      '  REDIS_URL: phải có dạng redis://máy:6379',
      '  WEB_CONCURRENCY: phải là một số từ 1 đến 64',
    ]);
  });
});
