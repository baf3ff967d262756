import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import type { FiguresDocument } from '#libs/campaigns';
import { formatNumber } from '#libs/platform';
import { countedRow, figureRow, provinceDocument, reportSource } from '../reporting.fixtures.js';
import type { ReportSource } from '../report-source.js';
import { writeDocx } from './write-docx.js';

describe('a report in the form of the Party', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-docx-'));
  const document = provinceDocument();
  let xml: string;
  let paragraphs: string[];
  beforeAll(async () => {
    ({ xml, paragraphs } = await make(document));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function make(doc: FiguresDocument, change: Partial<ReportSource> = {}) {
    const path = join(folder, 'report.docx');
    await writeDocx(path, reportSource(doc, change), () => doc.rows);
    const zip = await JSZip.loadAsync(readFileSync(path));
    const text = (name: string) => zip.file(name)!.async('string');
    const body = await text('word/document.xml');
    const headers = await Promise.all(
      Object.keys(zip.files)
        .filter((name) => /word\/header\d/.test(name))
        .map(text),
    );
    return { xml: body, headers, paragraphs: textsOf(body) };
  }
  const told = (beginning: string) => paragraphs.find((text) => text.startsWith(beginning))!;

  it('has the page, margins and head of the form', () => {
    const [size, margins] = ['pgSz', 'pgMar'].map((tag) => xml.match(new RegExp(`<w:${tag} ([^>]+)>`))![1]);
    expect(size).toContain('w:w="11906" w:h="16838"');
    expect(margins).toContain('w:top="1134" w:right="850" w:bottom="1134" w:left="1701"');
    expect(paragraphs.slice(0, 6)).toEqual([
      'ĐẢNG BỘ TỈNH LAI CHÂU',
      'ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH',
      '*',
      'ĐẢNG\u00a0CỘNG\u00a0SẢN\u00a0VIỆT\u00a0NAM',
      'Số        -BC/ĐU',
      'Lai Châu, ngày 21 tháng 11 năm 2026',
    ]);
    expect(paragraphs.slice(6, 10)).toEqual([
      'BÁO CÁO',
      'kết quả thực hiện “Bình dân học vụ số năm 2026”',
      '(số liệu tính đến hết ngày 20/11/2026)',
      '-----',
    ]);
    expect(look('ĐẢNG BỘ TỈNH LAI CHÂU')).toEqual({ bold: false, italic: false, points: 14 });
    expect(look('ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH')).toEqual({ bold: true, italic: false, points: 14 });
    expect(look('ĐẢNG\u00a0CỘNG\u00a0SẢN\u00a0VIỆT\u00a0NAM')).toEqual({ bold: true, italic: false, points: 15 });
    expect(look('Lai Châu, ngày 21 tháng 11 năm 2026')).toEqual({ bold: false, italic: true, points: 14 });
    expect(look('BÁO CÁO')).toEqual({ bold: true, italic: false, points: 16 });
  });

  it('writes dates with a zero before days 1 to 9 and months 1 and 2 only', async () => {
    const early = await make(document, { madeAt: new Date('2026-02-04T18:00:00Z') });
    expect(early.paragraphs[5]).toBe('Lai Châu, ngày 05 tháng 02 năm 2026');
  });

  it('sets running text by the rules: exact lines, indented, justified, in Times New Roman', () => {
    const opening = xml
      .match(/<w:p>(?:(?!<\/w:p>).)*Căn cứ số liệu/s)![0]
      .split('<w:p>')
      .at(-1)!;
    expect(opening).toContain('w:line="380" w:lineRule="exact"');
    expect(opening).toContain('w:firstLine="567"');
    expect(opening).toContain('<w:jc w:val="both"/>');
  });

  it('has its sections, its signature without a name, and ends with a full stop', () => {
    expect(paragraphs.filter((text) => /^[IVX]+- /.test(text))).toEqual([
      'I- PHẠM VI, YÊU CẦU',
      'II- KẾT QUẢ',
      'III- CHẤT LƯỢNG SỐ LIỆU',
      'IV- CÁCH TÍNH SỐ LIỆU',
    ]);
    const label = paragraphs.indexOf('Nơi nhận:');
    expect(paragraphs[label - 2]).toBe(`${reportSource(document).sha256}.`);
    expect(paragraphs.slice(label + 1, label + 4).at(-1)).toBe('- Lưu VPĐU, BTGDVĐU.');
    expect(look('T/M BAN THƯỜNG VỤ').bold).toBe(true);
    expect(look('BÍ THƯ').bold).toBe(false);
    expect(
      paragraphs
        .slice(paragraphs.indexOf('BÍ THƯ') + 1, paragraphs.indexOf('PHỤ LỤC'))
        .join('')
        .trim(),
    ).toBe('');
  });

  it('keeps the end of the text and the signatures on one page', () => {
    const end = xml.slice(xml.indexOf('Số liệu đã được chốt') - 400, xml.indexOf('Nơi nhận:'));
    expect(end.match(/<w:keepNext\/>/g)).toHaveLength(3);
  });

  it('tells the figures of each line, and why there is no rate', () => {
    expect(told('Tính chung')).toBe(
      'Tính chung các đối tượng, mỗi người chỉ được tính một lần, có 18.742 người trong danh sách; trong đó 11.206 người đã hoàn thành, 2.512 người đang học, 5.024 người chưa học. Chưa có chỉ tiêu nên không tính tỷ lệ.',
    );
    expect(told('Người dân: có')).toBe(
      'Người dân: có 12.004 người trong danh sách; trong đó 5.871 người đã hoàn thành, 2.044 người đang học, 4.089 người chưa học. ' +
        'Tỷ lệ hoàn thành là 47,0%, tính trên 12.500 người theo số công bố (người từ 18 tuổi trở lên biết chữ), nguồn: Báo cáo số 112-BC/ĐU của Đảng ủy xã, ngày 05/02/2026. ' +
        'Chỉ tiêu đến hết ngày 31/12/2026 là 80%; tại ngày chốt số liệu chưa đạt mức này. Còn 496 người thuộc số công bố chưa có trong danh sách. ' +
        'Trong số người dân có trong danh sách, 7.210 người không là cán bộ, không là đảng viên: 3.015 người đã hoàn thành, 1.398 người đang học, 2.797 người chưa học.',
    );
    expect(told('Cán bộ, công chức, viên chức, người lao động: có')).toContain('87,1%');
    expect(told('Cán bộ, công chức, viên chức, người lao động: có')).toContain('đã đạt mức này');
  });

  it('compares units only where rates are defined, and says who was left out', () => {
    expect(told('Người dân: so sánh được')).toMatch(
      /^Người dân: so sánh được 35 đơn vị\. Tỷ lệ cao nhất: xã .+ Không so sánh: 1 đơn vị chưa có chỉ tiêu; 1 đơn vị có mẫu số chưa đúng; 1 đơn vị có số công bố nhỏ hơn danh sách\.$/,
    );
    expect(
      paragraphs.some((text) => text.startsWith('Đảng viên: so sánh') || text.startsWith('Đảng viên: tỷ lệ')),
    ).toBe(false);
  });

  it('tells the quality of the figures and how they were counted', () => {
    expect(told('Trong 11.206 người hoàn thành')).toMatch(
      /2\.241 người.+buổi học cộng đồng.+224 người.+đồng bộ muộn.+56 người.+không rõ giờ.+93 người.+bị đánh dấu/,
    );
    expect(told('Không nằm trong danh sách')).toContain('468 người chờ đối chiếu; 208 người dưới 18 tuổi.');
    expect(told('Số đơn vị ở các cấp bên dưới')).toContain('Người dân: 1 đơn vị.');
    expect(told('Số liệu phản ánh')).toContain('đến 08:15 ngày 21/11/2026; áp dụng định nghĩa phiên bản 2.');
    expect(told('“Hoàn thành”')).toContain('không phải là xác nhận phổ cập kỹ năng số trên VNeID');
    expect(told('Số liệu đã được chốt')).toContain('đã được người thứ hai ký xác nhận');
  });

  it('repeats the header row of its tables and lists every unit directly below in the annex', () => {
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(5);
    const communes = document.rows.filter(({ level, line }) => level === 1 && line === 'citizen');
    for (const { name, completed } of communes) {
      expect(paragraphs).toContain(name);
      expect(paragraphs).toContain(formatNumber(completed));
    }
    expect(paragraphs.some((text) => text.startsWith('Bản '))).toBe(false);
  });

  it('puts those who are neither officials nor Party members below the citizens, without a rate', () => {
    const at = paragraphs.indexOf('trong đó không là cán bộ, không là đảng viên');
    expect(paragraphs.slice(at - 7, at + 7)).toEqual(
      ['Người dân', '12.004', '5.871', '2.044', '4.089', '47,0%', '80%'].concat([
        'trong đó không là cán bộ, không là đảng viên',
        '7.210',
        '3.015',
        '1.398',
        '2.797',
        '',
        '',
      ]),
    );
  });

  it('ends each table of units with the unit they stand under, and leaves out those with nobody', async () => {
    const annex = paragraphs.slice(paragraphs.indexOf('PHỤ LỤC'));
    expect(annex.filter((text) => text === 'Tỉnh Lai Châu')).toHaveLength(4);
    expect(annex.at(annex.lastIndexOf('Tỉnh Lai Châu') + 1)).toBe('12.004');
    const rows = [figureRow({ pending: 1 }), figureRow({ level: 1, name: 'Xã có', minors: 2 })];
    rows.push(figureRow({ level: 1, name: 'Xã vắng' }));
    const few = (await make({ ...document, rows })).paragraphs;
    expect(few).toContain('Xã có');
    expect(few).not.toContain('Xã vắng');
    expect(few.join()).toContain('1 đơn vị chưa có người thuộc đối tượng này và chưa có chỉ tiêu');
  });

  it('does not count off what did not happen', async () => {
    const rows = [figureRow({ onRoster: 9, completed: 9 })];
    const clean = (await make({ ...document, rows })).paragraphs.join('\n');
    expect(clean).toContain('Trong 9 người hoàn thành (tính chung), không có trường hợp nào');
    expect(clean).not.toMatch(/\b0 người (có ít nhất|chờ|dưới)/);
    rows[0] = { ...rows[0], flagged: 2, minors: 3 };
    const some = (await make({ ...document, rows })).paragraphs.join('\n');
    expect(some).toContain('(tính chung): 2 người có ít nhất một mô-đun bị đánh dấu');
    expect(some).toContain('không tham gia tính tỷ lệ: 3 người dưới 18 tuổi.');
    expect(some).not.toContain('đồng bộ muộn');
  });

  it('numbers pages from the second on, and marks each page of a draft', async () => {
    const [signed, draft] = [await make(document), await make(document, { draft: true, signedAt: null })];
    expect(signed.xml).toContain('<w:titlePg/>');
    expect(signed.headers.filter((header) => header.includes('PAGE'))).not.toHaveLength(0);
    expect(signed.headers.join()).not.toContain('DỰ THẢO');
    expect(signed.paragraphs).not.toContain('DỰ THẢO');
    expect(draft.paragraphs.slice(0, 8)).toContain('DỰ THẢO');
    for (const header of draft.headers.filter((part) => part.includes('PAGE'))) expect(header).toContain('DỰ THẢO');
    expect(draft.paragraphs.join()).toContain('báo cáo này là dự thảo');
  });

  it('says so when there is nothing to tell', async () => {
    const bare = { ...document, requirements: [], rows: [figureRow()] };
    const report = await make(bare);
    expect(report.paragraphs).toContain('Tất cả: chưa có người nào trong danh sách.');
    expect(report.paragraphs).toContain('Đến thời điểm chốt số liệu, chưa có chuyên đề nào được yêu cầu.');
    expect(report.paragraphs.join()).not.toContain('PHỤ LỤC');
    expect(report.paragraphs.join()).not.toContain('%');
  });

  it('names a faulty or understated denominator', async () => {
    const root = (onRoster: number, completed: number, declared: number) => ({
      ...document,
      rows: [countedRow({ line: 'all' }, onRoster, completed, declared)],
    });
    expect((await make(root(100, 60, 50))).paragraphs.join('\n')).toContain(
      'Số người hoàn thành lớn hơn số công bố (50 người), mẫu số chưa đúng nên không tính tỷ lệ.',
    );
    const understated = (await make(root(100, 60, 80))).paragraphs.join('\n');
    expect(understated).toContain('75,0%');
    expect(understated).toContain('nếu tính trên danh sách, tỷ lệ là 60,0%.');
  });

  function look(text: string) {
    const run = xml.split('<w:r>').find((part) => part.includes(`>${text}<`))!;
    return {
      bold: /<w:b\/>/.test(run),
      italic: /<w:i\/>/.test(run),
      points: Number(run.match(/<w:sz w:val="(\d+)"/)![1]) / 2,
    };
  }
});

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

function textsOf(xml: string): string[] {
  return xml
    .split('</w:p>')
    .map((part) => [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''))
    .map((text) => text.replace(/&\w+;/g, (entity) => ENTITIES[entity]));
}
