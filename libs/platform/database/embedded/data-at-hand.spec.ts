import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeDataFolder } from '../../storage/data-folder.js';
import { dataAtHand } from './data-at-hand.js';
import { refusalOf, whyEnded, whyNotMade, whyNotStarted } from './why-not.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hvs dữ liệu '))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what stands where the database belongs', () => {
  const at = () => ({
    cluster: join(folder, 'postgres'),
    passwordFile: join(folder, 'postgres.password'),
    marker: join(folder, 'postgres.ready'),
  });
  const put = (...names: string[]) => {
    for (const name of names) {
      if (name.includes('/')) mkdirSync(join(folder, 'postgres'), { recursive: true });
      writeFileSync(join(folder, name), '');
    }
  };

  it.each<[string, string[], string]>([
    ['nothing', [], 'none'],
    ['files of others beside it', ['luan-van.docx'], 'none'],
    ['an initdb that was interrupted', ['postgres.password', 'postgres/PG_VERSION'], 'none'],
    ['a database', ['postgres.password', 'postgres/PG_VERSION', 'postgres.ready'], 'ours'],
    ['a database that has been used', ['postgres.password', 'postgres/PG_VERSION', 'postgres/postmaster.opts'], 'ours'],
  ])('%s', (_what, files, expected) => {
    put(...files);
    expect(dataAtHand(at())).toBe(expected);
  });

  it.each<[string, string[], RegExp]>([
    ['somebody else’s files', ['postgres/luan-van.docx'], /có tệp không phải của chương trình này/],
    ['a database without its password', ['postgres/PG_VERSION', 'postgres.ready'], /^Thiếu .*postgres\.password/],
    ['a database whose files have gone', ['postgres.password', 'postgres.ready'], /nay không còn tệp nào/],
  ])('%s: refused, and left as it is', (_what, files, sentence) => {
    put(...files);
    const before = readdirSync(folder, { recursive: true });
    expect(() => dataAtHand(at())).toThrow(sentence);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});

describe('a folder for data', () => {
  it('is made with those above it, and nothing else is left in it', () => {
    const deep = join(folder, 'một', 'hai ba');
    makeDataFolder(deep);
    expect(readdirSync(deep)).toEqual([]);
  });

  it.each(['/proc/x/y', '/dev/null/x', '/dev/null'])('cannot be %s', (path) => {
    expect(() => makeDataFolder(path)).toThrow(`Không ghi được vào thư mục dữ liệu ${path}. Hãy kiểm tra quyền`);
  });
});

describe('why PostgreSQL did not start', () => {
  it.each([
    [
      'DETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 18.4.',
      /^Dữ liệu ở \/d là của PostgreSQL 16, còn PostgreSQL đi kèm là bản 18\.4\./,
    ],
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', /^Ổ đĩa chứa \/d đã hết chỗ\./],
    ['could not open file "/d/global/pg_control": No such file or directory', /thiếu tệp hoặc đã hỏng.*\n.*pg_control/],
    ['one\ntwo\nthree\nfour\nfive\nsix', /^PostgreSQL đi kèm không khởi động được:\ntwo\nthree\nfour\nfive\nsix$/],
  ])('%s', (log, sentence) => expect(whyNotStarted(log, '/d')).toMatch(sentence));

  it('nor make its files, nor go on: a full disk is named', () => {
    const full = 'ERROR:  could not extend file "base/1/1255": No space left on device\nHINT:  Check free disk space.';
    expect(whyNotMade(`${full}\nAborted\n1\n2\n3\n4\n5`, '/d')).toMatch(/^Ổ đĩa chứa \/d đã hết chỗ\./);
    const panic = 'PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device';
    expect(whyEnded(`${full}\n${panic}\nLOG:  shutting down`, '/d')).toBe('Ổ đĩa chứa /d đã hết chỗ.');
    expect(whyEnded(`${full}\nSTATEMENT:  insert into person\nFATAL:  lock file is gone`, '/d')).toBe(
      'FATAL:  lock file is gone',
    );
  });

  it('waits for one that is starting, and not for one that refuses the password', () => {
    expect(refusalOf({ code: '57P03' }, '/d/postgres.password')).toBeNull();
    expect(refusalOf({ code: '28P01' }, '/d/postgres.password')).toMatch(/^Mật khẩu trong \/d\/postgres\.password/);
  });
});
