import { describe, expect, it } from '@jest/globals';
import type { PrintedCertificate } from '../certificate.entity.js';
import { cardPng } from './card-png.js';

const PRINTED: PrintedCertificate = {
  issuer: ['Học Vụ Số', 'Phong trào “Bình dân học vụ số” tỉnh Lai Châu'],
  heading: 'Giấy chứng nhận hoàn thành chuyên đề',
  fullName: 'Lường Thị Ngọc Huyền',
  statement: 'đã học hết các mô-đun và đạt các bài kiểm tra của chuyên đề',
  courseCode: 'A',
  courseTitle: 'Dịch vụ công trực tuyến',
  modules: ['Một cửa số'],
  completedOn: '2026-11-20',
  issuedOn: '2026-11-20',
  place: 'Lai Châu',
  code: 'LC-7K3M-9QXT-2HFA',
  note: '',
};

/** Width and height stand in the first chunk. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('the card of a certificate', () => {
  it('is a picture of the size that is shown whole, light enough for a phone, and the same each time', async () => {
    const png = await cardPng(PRINTED);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(sizeOf(png)).toEqual([1200, 630]);
    expect(png.length).toBeLessThan(150_000);
    expect(await cardPng(PRINTED)).toEqual(png);
    expect(await cardPng({ ...PRINTED, fullName: 'Lường Thị Ngọc Huyên' })).not.toEqual(png);
  });

  it('takes any name and title for words, not for drawing', async () => {
    const odd = { ...PRINTED, fullName: '<b> & "Ín" </text>', courseTitle: 'Một tên rất dài '.repeat(9).trim() };
    expect(sizeOf(await cardPng(odd))).toEqual([1200, 630]);
  });
});
