/**
 * What each security setting is, between which bounds it may stand, and what the law asks. Sources: Luật An ninh mạng
 * 116/2025 and decrees 330, 331, 333/2026 at level 3 (`law`); our own choice where they are silent (`choice`).
 */
export interface SettingDefinition {
  unit: 'flag' | 'characters' | 'passwords' | 'times' | 'minutes' | 'hours' | 'days' | 'months';
  value: number;
  /** In the demo, where a strict value would lock out whoever only tries the program. */
  demo?: number;
  min: number;
  max: number;
  /** The weakest value the law allows; weaker ones need a written reason. */
  floor?: { atLeast: number } | { atMost: number };
  source: 'law' | 'choice';
  /** The program is made so; shown beside its source, and not to be changed. */
  built?: true;
}

const define = <K extends string>(definitions: Record<K, SettingDefinition>) => definitions;

export const SECURITY_SETTINGS = define({
  'second-factor.compulsory': {
    unit: 'flag',
    value: 1,
    demo: 0,
    min: 0,
    max: 1,
    floor: { atLeast: 1 },
    source: 'law',
  },
  'password.length': { unit: 'characters', value: 14, min: 8, max: 64, floor: { atLeast: 14 }, source: 'law' },
  'password.length-with-second-factor': {
    unit: 'characters',
    value: 8,
    min: 8,
    max: 64,
    floor: { atLeast: 8 },
    source: 'law',
  },
  'password.history': { unit: 'passwords', value: 10, min: 0, max: 24, floor: { atLeast: 10 }, source: 'law' },
  'sign-in.max-failed': { unit: 'times', value: 5, min: 3, max: 10, floor: { atMost: 5 }, source: 'law' },
  'sign-in.lock-minutes': { unit: 'minutes', value: 15, min: 5, max: 1440, source: 'choice' },
  'session.learner-idle': { unit: 'hours', value: 336, min: 1, max: 720, source: 'choice' },
  'session.learner-absolute': { unit: 'hours', value: 720, min: 1, max: 2160, source: 'choice' },
  'session.staff-idle': {
    unit: 'minutes',
    value: 15,
    demo: 120,
    min: 5,
    max: 480,
    floor: { atMost: 15 },
    source: 'law',
  },
  // The law's quarter of an hour is of systems in offices; a facilitator stands before people in a village house.
  'session.facilitator-idle': { unit: 'minutes', value: 240, min: 15, max: 720, source: 'choice' },
  'session.staff-absolute': { unit: 'hours', value: 12, min: 1, max: 24, source: 'choice' },
  'session.administrator-idle': {
    unit: 'minutes',
    value: 5,
    demo: 120,
    min: 2,
    max: 480,
    floor: { atMost: 5 },
    source: 'law',
  },
  'session.administrator-absolute': { unit: 'hours', value: 12, min: 1, max: 24, source: 'choice' },
  'account.idle-days': { unit: 'days', value: 45, demo: 365, min: 15, max: 365, floor: { atMost: 45 }, source: 'law' },
  'log.retention': { unit: 'months', value: 12, min: 12, max: 12, floor: { atLeast: 12 }, source: 'law', built: true },
  'access-review.interval': {
    unit: 'months',
    value: 6,
    min: 6,
    max: 6,
    floor: { atMost: 6 },
    source: 'law',
    built: true,
  },
});

export type SettingKey = keyof typeof SECURITY_SETTINGS;

export const SETTING_KEYS = Object.keys(SECURITY_SETTINGS) as SettingKey[];
const MIN_REASON = 20;

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SECURITY_SETTINGS, key);

export function defaultValue(key: SettingKey, demo: boolean): number {
  const definition: SettingDefinition = SECURITY_SETTINGS[key];
  return demo ? (definition.demo ?? definition.value) : definition.value;
}

export function isWeaker(key: SettingKey, value: number): boolean {
  const { floor }: SettingDefinition = SECURITY_SETTINGS[key];
  if (!floor) return false;
  return 'atLeast' in floor ? value < floor.atLeast : value > floor.atMost;
}

/** Codes beside the fields that will not do; empty when the change may be made. */
export function settingProblems(key: SettingKey, value: number, reason: string): Record<string, string> {
  const { min, max } = SECURITY_SETTINGS[key];
  const fields: Record<string, string> = {};
  if (!Number.isInteger(value) || value < min || value > max) fields.value = 'setting.out-of-bounds';
  else if (isWeaker(key, value) && reason.length < MIN_REASON) fields.reason = 'setting.reason-required';
  if (reason.length > 500) fields.reason = 'setting.reason-too-long';
  return fields;
}
