/** The contexts under which the fields of cases and guardians are encrypted. */
export const CASE_WISH = 'rights_case.wish';
export const CASE_ANSWER = 'rights_case.answer';
export const CASE_NOTE = 'rights_case_event.note';
export const GUARDIAN_NAME = 'guardian.name';
export const GUARDIAN_PHONE = 'guardian.phone';

/** Where a person's own copy lies until it expires. */
export const exportKey = (exportId: string): string => `exports/${exportId}.zip`;
