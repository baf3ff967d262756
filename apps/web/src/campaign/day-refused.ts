import { DomainError, invalid } from '#libs/platform';

/** On another day the unit was not there, or stood outside the asker's scope. */
const ELSEWHERE = ['unit.unknown', 'scope.outside'];

/**
 * What is wrong with the day asked for, under the name the page's field has. The page is shown again as of today, which
 * refuses whoever may not see it, so a unit elsewhere on the day is a matter of the day.
 */
export const dayRefused =
  (field: string, elsewhere = ELSEWHERE) =>
  (error: unknown): never => {
    if (!(error instanceof DomainError)) throw error;
    const { day, ...others } = error.fields;
    const code = elsewhere.includes(error.code) ? 'day.without-unit' : day;
    throw code ? invalid(code, { ...others, [field]: code }) : error;
  };
