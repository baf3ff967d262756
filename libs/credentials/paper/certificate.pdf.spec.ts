import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PRINTED } from '../credentials.fixtures.js';
import type { PrintedCertificate } from '../certificate.entity.js';
import { certificatePdf } from './certificate-pdf.js';
import { posterPdf } from './poster-pdf.js';

const URL = 'https://hocvuso.example.vn/xac-minh/LC-7K3M-9QXT-2HFA';

describe('the paper', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hvs-paper-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function read(change: Partial<PrintedCertificate> = {}) {
    const path = join(folder, 'paper.pdf');
    writeFileSync(path, await certificatePdf({ ...PRINTED, ...change }, URL));
    const ask = (program: string, ...args: string[]) => execFileSync(program, args).toString().normalize('NFC');
    return {
      words: ask('pdftotext', '-layout', path, '-').replace(/\s+/g, ' '),
      fonts: ask('pdffonts', path),
      info: ask('pdfinfo', path),
    };
  }

  it('is read back with every sentence and every diacritic', async () => {
    const { words } = await read();
    const { issuer, fullName, statement, courseTitle, modules, place, code, note } = PRINTED;
    for (const text of [...issuer, fullName, statement, `“${courseTitle}”`, ...modules, place, code, note])
      expect(words).toContain(text);
    expect(words).toContain('GIẤY CHỨNG NHẬN HOÀN THÀNH CHUYÊN ĐỀ');
    expect(words).toContain('hoàn thành ngày 05 tháng 02 năm 2026');
    expect(words).toContain('Lai Châu, ngày 27 tháng 5 năm 2026');
    expect(words).toContain('hocvuso.example.vn/xac-minh');
  });

  it('keeps names as they are written: long ones, and letters of every tone', async () => {
    const long = 'Công Tằng Tôn Nữ Nguyễn Thị Hoàng Phương Quỳnh';
    expect((await read({ fullName: long })).words).toContain(long);
    const tones = 'Ằng Ẵm Ặc Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ý Ỷ Ỹ Ỵ Đặng đỗ';
    expect((await read({ fullName: tones })).words).toContain(tones);
    expect((await read({ fullName: `Lý "Tủa" & <Páo> O'Chua` })).words).toContain(`Lý "Tủa" & <Páo> O'Chua`);
  });

  it('drops no module, however many there are', async () => {
    const modules = Array.from({ length: 12 }, (_, i) => `Mô-đun ${i + 1}, ở bản xa`);
    const { words } = await read({ modules });
    for (const module of modules) expect(words).toContain(module);
  });

  it('embeds its fonts and is one A4 page with a title and an author', async () => {
    const { fonts, info } = await read();
    const rows = fonts.trim().split('\n').slice(2);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) expect(row).toMatch(/BeVietnamPro-\w+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    expect(info).toMatch(
      /Title:\s+Giấy chứng nhận hoàn thành chuyên đề: Dịch vụ công trực tuyến \(LC-7K3M-9QXT-2HFA\)/,
    );
    expect(info).toMatch(/Author:\s+Học Vụ Số/);
    expect(info).toMatch(/Pages:\s+1\n/);
    expect(info).toMatch(/Page size:\s+841\.89 x 595\.28 pts \(A4\)/);
    expect((await certificatePdf(PRINTED, URL)).toString('latin1')).toContain('/Lang (vi-VN)');
  });

  it('leaves no word of a poster alone on a line', async () => {
    const path = join(folder, 'poster.pdf');
    const content = { above: '', title: 'Dịch vụ công trực tuyến', summary: 'Bạn học.', url: 'https://hocvuso.vn/a' };
    writeFileSync(path, await posterPdf(content, 'a4'));
    const text = execFileSync('pdftotext', ['-layout', path, '-']).toString().normalize('NFC');
    expect(text).toMatch(/Dịch vụ công\s*\n\s*trực tuyến/);
  });

  it('writes a long address on a poster as large as a short one, broken after a slash', async () => {
    const path = join(folder, 'poster.pdf');
    const host = 'hocvuso.laichau.gov.vn';
    const heightOf = async (address: string, start: string) => {
      const content = { above: '', title: 'Học', summary: 'Bạn học.', url: `https://${address}` };
      writeFileSync(path, await posterPdf(content, 'a4'));
      const text = execFileSync('pdftotext', ['-bbox', path, '-']).toString();
      const [, top, bottom] = text.match(new RegExp(`yMin="([\\d.]+)"[^>]*yMax="([\\d.]+)">${start}<`))!;
      return Number(bottom) - Number(top);
    };
    const short = await heightOf(`${host}/a`, `${host}/a`);
    const module = 'khi-lo-du-lieu-va-giu-danh-sach';
    const long = await heightOf(`${host}/hoc/bao-ve-du-lieu-ca-nhan/${module}`, module);
    expect(long / short).toBeGreaterThan(0.75);
  });
});
