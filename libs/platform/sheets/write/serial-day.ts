/** The number a workbook keeps for a day: Excel counts from 30/12/1899. */
export function serialDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;
}
