import { Injectable } from '@nestjs/common';

/** The only source of "now". Tests replace it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
  /** Today in Asia/Ho_Chi_Minh, as YYYY-MM-DD. */
  today(): string {
    return localDay(this.now());
  }
}

/** Viet Nam keeps UTC+7 all year and has done so since 1975. */
const OFFSET_MS = 7 * 3600_000;

/** The local day (Asia/Ho_Chi_Minh) of an instant, as YYYY-MM-DD. */
export function localDay(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant at which a local day begins. */
export function startOfLocalDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);
}

/** The day `n` days after (before, when negative) the given one. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** True for a real calendar day written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
  );
}
