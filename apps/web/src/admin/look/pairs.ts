import { contrast, type Theme, type Tokens } from './tokens.js';

/** Text needs 4.5, a border or a sign that means something 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
const TEXT = 4.5;
const SIGN = 3;

/** Which colour stands on which, and what for. */
const PAIRS: [on: string, over: string, least: number, use: string][] = [
  ['ink', 'paper', TEXT, 'chữ trên nền trang'],
  ['ink', 'surface', TEXT, 'chữ trên thẻ và ô nhập'],
  ['ink-soft', 'paper', TEXT, 'chữ phụ'],
  ['ink-soft', 'surface', TEXT, 'chữ phụ trên thẻ'],
  ['brand', 'paper', TEXT, 'đường dẫn'],
  ['brand', 'surface', TEXT, 'nút thường'],
  ['brand', 'brand-soft', TEXT, 'nút khi rê chuột, nhãn'],
  ['brand-ink', 'brand', TEXT, 'nút chính'],
  ['brand-ink', 'brand-strong', TEXT, 'nút chính khi rê chuột'],
  ['ink', 'brand-soft', TEXT, 'đầu bảng, ghi chú, câu đã chọn'],
  ['ink', 'info-soft', TEXT, 'thông báo'],
  ['ink', 'success-soft', TEXT, 'việc đã xong'],
  ['ink', 'warning-soft', TEXT, 'điều cần để ý'],
  ['ink', 'danger-soft', TEXT, 'lỗi'],
  ['success', 'success-soft', TEXT, 'nhãn đã xong'],
  ['warning', 'warning-soft', TEXT, 'nhãn cần để ý'],
  ['danger', 'danger-soft', TEXT, 'nhãn lỗi'],
  ['danger', 'paper', TEXT, 'lỗi bên ô nhập'],
  ['danger', 'surface', TEXT, 'lỗi bên ô nhập trong thẻ, nút xóa'],
  ['sheet-ink', 'sheet', TEXT, 'chữ trên giấy'],
  ['sheet-soft', 'sheet', TEXT, 'chữ phụ trên giấy'],
  ['line-strong', 'surface', SIGN, 'viền ô nhập'],
  ['line-strong', 'paper', SIGN, 'viền ô nhập trên nền trang'],
  ['info', 'info-soft', SIGN, 'vạch của thông báo'],
  ['accent', 'warning-soft', SIGN, 'vạch của tình huống'],
  ['focus', 'paper', SIGN, 'viền chỗ đang chọn'],
  ['focus', 'surface', SIGN, 'viền chỗ đang chọn trên thẻ'],
];

export interface ContrastPair {
  on: string;
  over: string;
  onColour: string;
  overColour: string;
  use: string;
  least: number;
  ratio: number;
  enough: boolean;
}

export function contrastPairs(tokens: Record<Theme, Tokens>, theme: Theme): ContrastPair[] {
  return PAIRS.map(([on, over, least, use]) => {
    const [onColour, overColour] = [tokens[theme].get(on)!, tokens[theme].get(over)!];
    const ratio = contrast(onColour, overColour);
    return { on, over, onColour, overColour, use, least, ratio, enough: ratio >= least };
  });
}
