/** Which edition of the Party's form a document was made by; kept with the report. */
export const PARTY_TEMPLATE = 'party-2026-05';

/**
 * The form of a Party report by Quy định 399-QĐ/TW (9/1/2026) and Hướng dẫn 05-HD/VPTW (27/5/2026), and the head of the
 * first customer. When the rules change this file stays and a new one is added, named after its date.
 */
export const party = {
  font: 'Times New Roman',
  /** Millimetres; A4. */
  page: { width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 15, header: 10 },
  /** Points. The rules allow 15–16 for the kind of document, 14–15 for its abstract and text. */
  sizes: {
    title: 15,
    head: 14,
    number: 14,
    placeAndDate: 14,
    kind: 16,
    abstract: 14,
    body: 14,
    table: 12,
    annexTable: 11,
    hash: 11,
    recipientsLabel: 14,
    recipients: 12,
    pageNumber: 14,
  },
  /** Points, exact; the rules allow 18 to 20. */
  line: 19,
  /** Points between paragraphs. */
  after: 6,
  /** Millimetres. */
  firstLine: 10,
  head: {
    superior: 'ĐẢNG BỘ TỈNH LAI CHÂU',
    issuer: 'ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH',
    star: '*',
    /** With spaces that do not break. */
    title: 'ĐẢNG\u00a0CỘNG\u00a0SẢN\u00a0VIỆT\u00a0NAM',
    /** The title's width in its bold face, in ems: the rule below is exactly as long. */
    titleEms: 13.75,
    /** Millimetres of the left column; the right one has the rest. */
    leftColumn: 86,
  },
  /** The clerk writes the number, which runs through the committee's whole term. */
  number: 'Số        -BC/ĐU',
  place: 'Lai Châu',
  kind: 'BÁO CÁO',
  /** How the text names the issuer. */
  issuerInText: 'Đảng ủy Ủy ban nhân dân tỉnh',
  signature: { authority: 'T/M BAN THƯỜNG VỤ', position: 'BÍ THƯ', blankLines: 4 },
  recipients: {
    label: 'Nơi nhận:',
    lines: ['- Thường trực Tỉnh ủy (để báo cáo),', '- Ban Tuyên giáo và Dân vận Tỉnh ủy,', '- Lưu VPĐU, BTGDVĐU.'],
  },
} as const;
