import type { QueryRunner } from 'typeorm';

/** docs: facts.md "Law". Whether the decree counts calendar or working days is not certain, so the basis is data. */
export async function seedClocks(q: QueryRunner): Promise<void> {
  const source = 'Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP';
  const rows: [string, number, number][] = [
    ['reply', 2, 0],
    ['withdraw', 15, 15],
    ['restrict', 15, 15],
    ['object', 15, 15],
    ['view', 10, 10],
    ['correct', 10, 10],
    ['export', 10, 10],
    ['delete', 20, 20],
  ];
  for (const [kind, days, extension] of rows)
    await q.query(
      `INSERT INTO rights_clock (kind, days, basis, extension_days, source) VALUES ($1, $2, 'working', $3, $4)`,
      [kind, days, extension, source],
    );
}

/**
 * Days off of state bodies on which they would otherwise work, and the Saturdays worked in exchange. `certain` is false
 * where the yearly notice had not been read: an administrator corrects it on the page.
 */
export async function seedCalendar(q: QueryRunner): Promise<void> {
  const law = 'Bộ luật Lao động 2019, Điều 112';
  const guess = 'Suy từ Bộ luật Lao động 2019, Điều 112; chờ thông báo của năm';
  const culture = 'Nghị quyết 80-NQ/TW ngày 07/01/2026';
  const days: [string, 'off' | 'work', string, string, boolean][] = [
    ['2026-01-01', 'off', 'Tết Dương lịch', law, true],
    ...['16', '17', '18', '19', '20'].map((day): [string, 'off', string, string, boolean] => [
      `2026-02-${day}`,
      'off',
      'Tết Bính Ngọ',
      law,
      true,
    ]),
    ['2026-04-27', 'off', 'Nghỉ bù Giỗ Tổ Hùng Vương', law, true],
    ['2026-04-30', 'off', 'Ngày Chiến thắng', law, true],
    ['2026-05-01', 'off', 'Quốc tế Lao động', law, true],
    ['2026-08-22', 'work', 'Làm bù cho ngày 31/8', 'Thông báo nghỉ lễ năm 2026', false],
    ['2026-08-31', 'off', 'Nghỉ hoán đổi dịp Quốc khánh', 'Thông báo nghỉ lễ năm 2026', false],
    ['2026-09-01', 'off', 'Quốc khánh', law, true],
    ['2026-09-02', 'off', 'Quốc khánh', law, true],
    ['2026-11-24', 'off', 'Ngày Văn hóa Việt Nam', culture, false],
    ['2027-01-01', 'off', 'Tết Dương lịch', law, true],
    ...['05', '08', '09', '10', '11'].map((day): [string, 'off', string, string, boolean] => [
      `2027-02-${day}`,
      'off',
      'Tết Đinh Mùi',
      guess,
      false,
    ]),
    ['2027-04-16', 'off', 'Giỗ Tổ Hùng Vương', law, true],
    ['2027-04-30', 'off', 'Ngày Chiến thắng', law, true],
    ['2027-05-03', 'off', 'Nghỉ bù Quốc tế Lao động', law, true],
    ['2027-09-02', 'off', 'Quốc khánh', law, true],
    ['2027-09-03', 'off', 'Quốc khánh', guess, false],
    ['2027-11-24', 'off', 'Ngày Văn hóa Việt Nam', culture, false],
  ];
  for (const day of days)
    await q.query('INSERT INTO calendar_day (day, kind, name, source, certain) VALUES ($1, $2, $3, $4, $5)', day);
}
