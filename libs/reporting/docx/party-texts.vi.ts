import { formatNumber } from '#libs/platform';

const n = (value: number) => formatNumber(value);
export const percent = (tenths: number): string => `${formatNumber(tenths / 10, 1)}%`;
/** A goal is written as documents write it: "80%", "97,5%". */
export const goalPercent = (tenths: number): string =>
  tenths % 10 === 0 ? `${formatNumber(tenths / 10)}%` : percent(tenths);

/** Within a sentence: "tỉnh Lai Châu", "xã Bình Lư"; proper names of bodies keep their capital. */
export const inText = (unit: string): string =>
  /^(Tỉnh|Xã|Phường|Thôn|Bản|Tổ dân phố) /.test(unit) ? unit[0].toLocaleLowerCase('vi') + unit.slice(1) : unit;

/** "a", "a; b", "a; b; c". */
const list = (items: string[]) => items.join('; ');

export interface Counts {
  onRoster: number;
  completed: number;
  inProgress: number;
  notStarted: number;
}

export interface Quality {
  group: number;
  lateSync: number;
  timeUnknown: number;
  flagged: number;
}

/** The words of the report. It says what the figures say and nothing else: no praise, no reasons, no outlook. */
export const words = {
  draft: 'DỰ THẢO',
  abstract: (campaign: string, day: string) => [
    `kết quả thực hiện “${campaign}”`,
    `(số liệu tính đến hết ngày ${day})`,
  ],
  opening: (issuer: string, campaign: string, unit: string, day: string) =>
    `Căn cứ số liệu đã chốt trên nền tảng Học Vụ Số, ${issuer} báo cáo kết quả thực hiện “${campaign}” tại ${inText(unit)} và các đơn vị trực thuộc, tính đến hết ngày ${day}, như sau:`,

  scope: 'I- PHẠM VI, YÊU CẦU',
  period: (campaign: string, from: string, to: string) =>
    `“${campaign}” được tổ chức từ ngày ${from} đến hết ngày ${to}. Người học được tính là hoàn thành khi đã hoàn thành tất cả các mô-đun của những chuyên đề được yêu cầu đối với đối tượng của mình, cụ thể:`,
  requirement: (capacity: string, courses: { title: string; modules: number }[], end: string) =>
    `- ${capacity}: ${list(courses.map(({ title, modules }) => `chuyên đề “${title}” (${n(modules)} mô-đun)`))}${end}`,
  noRequirement: 'Đến thời điểm chốt số liệu, chưa có chuyên đề nào được yêu cầu.',

  results: 'II- KẾT QUẢ',
  overall: '1. Kết quả chung',
  allLine: 'Tất cả',
  allCounts: (c: Counts) =>
    `Tính chung các đối tượng, mỗi người chỉ được tính một lần, có ${n(c.onRoster)} người trong danh sách; trong đó ${progress(c)}.`,
  lineCounts: (name: string, c: Counts) =>
    `${name}: có ${n(c.onRoster)} người trong danh sách; trong đó ${progress(c)}.`,
  nobody: (name: string) => `${name}: chưa có người nào trong danh sách.`,
  rate: (tenths: number, denominator: number, basis: string) =>
    `Tỷ lệ hoàn thành là ${percent(tenths)}, tính trên ${n(denominator)} người ${basis}.`,
  byRoster: 'trong danh sách',
  byDeclared: (definition: string, source: string) =>
    `theo số công bố${definition && ` (${definition})`}${source && `, ${source}`}`,
  source: (document: string, day: string | null) => `nguồn: ${document}${day ? `, ngày ${day}` : ''}`,
  goal: (tenths: number, due: string, reached: boolean) =>
    `Chỉ tiêu đến hết ngày ${due} là ${goalPercent(tenths)}; tại ngày chốt số liệu ${reached ? 'đã đạt' : 'chưa đạt'} mức này.`,
  understated: (tenths: number) =>
    `Số công bố nhỏ hơn số người trong danh sách; nếu tính trên danh sách, tỷ lệ là ${percent(tenths)}.`,
  missing: (count: number) => `Còn ${n(count)} người thuộc số công bố chưa có trong danh sách.`,
  noTarget: 'Chưa có chỉ tiêu nên không tính tỷ lệ.',
  zeroDenominator: 'Mẫu số bằng 0 nên không tính tỷ lệ.',
  faulty: (denominator: number) =>
    `Số người hoàn thành lớn hơn số công bố (${n(denominator)} người), mẫu số chưa đúng nên không tính tỷ lệ.`,

  byUnit: '2. Kết quả theo đơn vị trực thuộc',
  ranked: (name: string, units: string[]) => `${name}: tỷ lệ từ cao đến thấp: ${list(units)}.`,
  equal: (name: string, count: number, tenths: number) =>
    `${name}: ${n(count)} đơn vị có tỷ lệ bằng nhau, ${percent(tenths)}.`,
  ends: (name: string, count: number, best: string[], worst: string[]) =>
    `${name}: so sánh được ${n(count)} đơn vị. Tỷ lệ cao nhất: ${list(best)}. Tỷ lệ thấp nhất: ${list(worst)}.`,
  unitRate: (name: string, tenths: number) => `${inText(name)} (${percent(tenths)})`,
  sharedRate: (count: number, tenths: number) => `${n(count)} đơn vị cùng có tỷ lệ ${percent(tenths)}`,
  notRanked: (left: { noTarget: number; faulty: number; understated: number }) =>
    `Không so sánh: ${list(
      [
        left.noTarget && `${n(left.noTarget)} đơn vị chưa có chỉ tiêu`,
        left.faulty && `${n(left.faulty)} đơn vị có mẫu số chưa đúng`,
        left.understated && `${n(left.understated)} đơn vị có số công bố nhỏ hơn danh sách`,
      ].filter((part): part is string => Boolean(part)),
    )}.`,
  noneRanked: 'Chưa có đơn vị trực thuộc nào có tỷ lệ để so sánh.',
  seeAnnex: 'Số liệu của từng đơn vị trực thuộc được nêu tại Phụ lục kèm theo.',

  neither: (c: Counts) =>
    `Trong số người dân có trong danh sách, ${n(c.onRoster)} người không là cán bộ, không là đảng viên: ${progress(c)}.`,

  quality: 'III- CHẤT LƯỢNG SỐ LIỆU',
  nobodyCompleted: 'Chưa có người hoàn thành nên chưa có số liệu về cách thức hoàn thành.',
  qualityOf: (completed: number, q: Quality) => {
    const cases: [count: number, words: string][] = [
      [q.group, 'có ít nhất một mô-đun hoàn thành tại buổi học cộng đồng, do người hướng dẫn xác nhận'],
      [q.lateSync, 'có ít nhất một mô-đun học xong trước hạn nhưng hệ thống nhận được sau hạn (đồng bộ muộn)'],
      [q.timeUnknown, 'có ít nhất một mô-đun không rõ giờ hoàn thành'],
      [q.flagged, 'có ít nhất một mô-đun bị đánh dấu là có dấu hiệu chưa hợp lý và chưa được làm rõ'],
    ];
    const found = cases.filter(([count]) => count > 0).map(([count, text]) => `${n(count)} người ${text}`);
    const several = found.length > 1 ? ' Một người có thể thuộc nhiều trường hợp.' : '';
    return found.length > 0
      ? `Trong ${n(completed)} người hoàn thành (tính chung): ${list(found)}.${several}`
      : `Trong ${n(completed)} người hoàn thành (tính chung), không có trường hợp nào học tại buổi học cộng đồng, đồng bộ muộn, không rõ giờ hoàn thành hoặc bị đánh dấu là có dấu hiệu chưa hợp lý.`;
  },
  outside: (pending: number, minors: number) => {
    const cases: [count: number, words: string][] = [
      [pending, 'chờ đối chiếu'],
      [minors, 'dưới 18 tuổi'],
    ];
    const found = cases.filter(([count]) => count > 0).map(([count, text]) => `${n(count)} người ${text}`);
    return `Không nằm trong danh sách và không tham gia tính tỷ lệ: ${list(found)}.`;
  },
  faultyBelow: (lines: { name: string; count: number }[]) =>
    `Số đơn vị ở các cấp bên dưới có mẫu số chưa đúng: ${list(lines.map(({ name, count }) => `${name}: ${n(count)} đơn vị`))}.`,

  method: 'IV- CÁCH TÍNH SỐ LIỆU',
  counting: (day: string, knownAt: string, version: string) =>
    `Số liệu phản ánh kết quả đến hết ngày ${day}, theo những gì hệ thống đã ghi nhận đến ${knownAt}; áp dụng định nghĩa phiên bản ${version}. ` +
    'Số của một đơn vị là số người khác nhau trong đơn vị đó và các cấp bên dưới. Người thuộc nhiều đối tượng được tính ở từng đối tượng và chỉ một lần trong số tính chung; ' +
    'trong số tính chung, chỉ được tính là hoàn thành khi đạt yêu cầu của mọi đối tượng mà mình thuộc về.',
  notVneid:
    '“Hoàn thành” trong báo cáo này là hoàn thành các mô-đun trên nền tảng Học Vụ Số, không phải là xác nhận phổ cập kỹ năng số trên VNeID.',
  frozen: (signed: boolean) =>
    `Số liệu đã được chốt và không thay đổi về sau; ${signed ? 'đã được người thứ hai ký xác nhận' : 'chưa được người thứ hai ký xác nhận, báo cáo này là dự thảo'}. Mã SHA-256 dùng để đối chiếu với số liệu đã chốt:`,

  annex: 'PHỤ LỤC',
  annexTitle: 'Số liệu theo đơn vị trực thuộc',
  leftOut: (count: number) =>
    `${n(count)} đơn vị chưa có người thuộc đối tượng này và chưa có chỉ tiêu nên không nêu trong bảng.`,
  annexOf: (number: string, date: string) => `(Kèm theo Báo cáo ${number.replace(/^S/, 's')}, ${date})`,
  columns: {
    ordinal: 'TT',
    line: 'Đối tượng',
    unit: 'Đơn vị',
    onRoster: 'Trong danh sách',
    completed: 'Hoàn thành',
    inProgress: 'Đang học',
    notStarted: 'Chưa học',
    denominator: 'Mẫu số',
    rate: 'Tỷ lệ hoàn thành',
    goal: 'Phải đạt',
  },
};

function progress(c: Counts): string {
  return `${n(c.completed)} người đã hoàn thành, ${n(c.inProgress)} người đang học, ${n(c.notStarted)} người chưa học`;
}
