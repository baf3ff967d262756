import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '#libs/testing';
import { startBuiltProgram, type BuiltProgram } from './built-program.js';

jest.setTimeout(120_000);

/** What `npm start` starts: supervised, repaired, stopped in order. */
describe('the built program', () => {
  let program: BuiltProgram;
  const folder = mkdtempSync(join(tmpdir(), 'hvs-start-'));
  beforeAll(async () => {
    program = await startBuiltProgram(folder);
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
    const { status, stderr } = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', 'start'], {
      env: { ...process.env, PORT: String(port), DATA_DIR: join(folder, 'other'), NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    holder.close();
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(new RegExp(`^Cổng ${port} đang có chương trình khác dùng.*$`));
  });

  it('starts a web that was killed again', async () => {
    const before = child('cluster.js');
    process.kill(before, 'SIGKILL');
    await eventually(async () => {
      await ready();
      expect(child('cluster.js')).not.toBe(before);
    });
  });

  it('takes over after the supervisor itself was killed, with everything that was written', async () => {
    const ended = new Promise((done) => program.process.once('exit', done));
    const orphans = [child('cluster.js'), child('worker')];
    process.kill(program.process.pid!, 'SIGKILL');
    await ended;
    for (const pid of orphans) await eventually(async () => expect(() => process.kill(pid, 0)).toThrow());
    program = await startBuiltProgram(folder);
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
