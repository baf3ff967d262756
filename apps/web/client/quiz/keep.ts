/** Answers that the server has not taken yet, in the order they were given; kept on the phone when it allows that. */

export interface Unsent {
  path: string;
  attemptId: string;
  questionId: string;
  answer: string[];
  /** Whose turn this is: the server drops what its sender has since sent anew. */
  senderId: string;
  turn: number;
  at: number;
}

const KEY = 'hvs-chua-gui';
const SENDER = 'hvs-nguoi-gui';
const HOURS = 12;
const MOST = 50;

let sender = { id: '', turn: 0 };

/** A browser may refuse storage altogether: then reading the property itself throws. */
function storage(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}

function read<T>(kind: 'localStorage' | 'sessionStorage', key: string): T | null {
  try {
    return JSON.parse(storage(kind)!.getItem(key)!) as T | null;
  } catch {
    return null;
  }
}

/** False when it is not kept: refused, or full. */
function write(kind: 'localStorage' | 'sessionStorage', key: string, value: unknown): boolean {
  try {
    storage(kind)!.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Numbers go up for as long as the tab lives, also over its pages. */
export function nextTurn(): { senderId: string; turn: number } {
  if (!sender.id) sender = read<typeof sender>('sessionStorage', SENDER) ?? { id: randomId(), turn: 0 };
  sender.turn += 1;
  write('sessionStorage', SENDER, sender);
  return { senderId: sender.id, turn: sender.turn };
}

function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const all = (): Unsent[] => {
  const kept = read<Unsent[]>('localStorage', KEY);
  return Array.isArray(kept) ? kept.filter(({ at }) => at > Date.now() - HOURS * 3_600_000) : [];
};

export const keptFor = (attemptId: string): Unsent[] => all().filter((one) => one.attemptId === attemptId);

/** In place of what was kept for this attempt; those of other attempts stay. */
export function keep(attemptId: string, unsent: Unsent[]): boolean {
  const others = all().filter((one) => one.attemptId !== attemptId);
  if (others.length + unsent.length > 0) return write('localStorage', KEY, [...others, ...unsent].slice(-MOST));
  try {
    storage('localStorage')!.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}
