import type Handlebars from 'handlebars';
import { formatBytes, formatLongDate, formatMoment, formatNumber, formatShortDate, isDay } from '#libs/platform';

type Options = Handlebars.HelperOptions;

/** A day that somebody typed wrong is shown as it was typed, beside its error. */
const typed = (day: unknown): string => (typeof day === 'string' ? day : '');

/** Formatting and small logic for templates; anything a reader would call a rule belongs to a lib. */
export function registerHelpers(handlebars: typeof Handlebars): void {
  const helpers: Record<string, Handlebars.HelperDelegate> = {
    csrf(options: Options) {
      const token = handlebars.escapeExpression(options.data.root.csrfToken());
      return new handlebars.SafeString(`<input type="hidden" name="_csrf" value="${token}">`);
    },
    number: (value: number) => (value === undefined || value === null ? '' : formatNumber(Number(value))),
    /** tenths of a percent: 975 is "97,5%" */
    percent: (tenths: number) => `${formatNumber(tenths / 10, 1)}%`,
    date: (day: string) => (isDay(String(day)) ? formatShortDate(day) : typed(day)),
    longDate: (day: string) => (isDay(String(day)) ? formatLongDate(day) : typed(day)),
    moment: (at: Date | string) => (at ? formatMoment(new Date(at)) : ''),
    bytes: (value: number) => formatBytes(Number(value)),
    eq: (a: unknown, b: unknown) => a === b || String(a) === String(b),
    and: (...args: unknown[]) => args.slice(0, -1).every(Boolean),
    or: (...args: unknown[]) => args.slice(0, -1).find(Boolean),
    not: (value: unknown) => !value,
    gt: (a: number, b: number) => Number(a) > Number(b),
    add: (a: number, b: number) => Number(a) + Number(b),
    concat: (...args: unknown[]) => args.slice(0, -1).join(''),
    lookupOr: (map: Record<string, unknown> | undefined, key: string, fallback: unknown) => map?.[key] ?? fallback,
    /** Arrays in partial parameters: `options=(list a b)`. */
    list: (...args: unknown[]) => args.slice(0, -1),
    object: (options: Options) => ({ ...options.hash }),
  };
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper);
}
