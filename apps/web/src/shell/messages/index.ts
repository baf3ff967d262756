import { accountMessages } from './account.js';
import { adminMessages } from './admin.js';
import { adminUnitsMessages } from './admin-units.js';
import { apiMessages } from './api.js';
import { auditMessages } from './audit.js';
import { campaignMessages } from './campaign.js';
import { credentialsMessages } from './credentials.js';
import { feedbackMessages } from './feedback.js';
import { learnMessages } from './learn.js';
import { narrationMessages } from './narration.js';
import { reportsMessages } from './reports.js';
import { rightsMessages } from './rights.js';
import { rolesMessages } from './roles.js';
import { sheetsMessages } from './sheets.js';
import { shellMessages } from './shell.js';
import { studioMessages } from './studio.js';
import { unitsMessages } from './units.js';

/** Every sentence a person may read outside a template, by code. */
const catalogue: Record<string, string> = {
  ...shellMessages,
  ...sheetsMessages,
  ...accountMessages,
  ...adminMessages,
  ...adminUnitsMessages,
  ...apiMessages,
  ...auditMessages,
  ...campaignMessages,
  ...credentialsMessages,
  ...feedbackMessages,
  ...learnMessages,
  ...narrationMessages,
  ...reportsMessages,
  ...rightsMessages,
  ...rolesMessages,
  ...studioMessages,
  ...unitsMessages,
};

/** The sentence for a code, with `{name}` filled from data and `{wait}` from its seconds. An unknown code gives a sentence too, never the code. */
export function messageOf(code: string, data: Record<string, unknown> = {}): string {
  const sentence = catalogue[code] ?? (code.startsWith('hint.') ? '' : catalogue['form.invalid']);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => (name === 'wait' ? waitOf(data) : String(data[name] ?? '')));
}

/** Nobody waits 878 seconds: minutes, when there are more than a few. */
function waitOf({ retryAfterSeconds }: Record<string, unknown>): string {
  const seconds = Number(retryAfterSeconds ?? 0);
  if (seconds <= 90) return `${seconds} giây`;
  return seconds <= 5400 ? `${Math.ceil(seconds / 60)} phút` : `${Math.ceil(seconds / 3600)} giờ`;
}

export function noticeOf(code: unknown): string | undefined {
  return typeof code === 'string' ? catalogue[code.startsWith('notice.') ? code : `notice.${code}`] : undefined;
}

export const knownCodes = (): string[] => Object.keys(catalogue);
