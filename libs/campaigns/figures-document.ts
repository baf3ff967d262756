/**
 * Which edition of figures.md a document was counted by. A change of meaning takes a new number, and what was frozen by an
 * older one is recounted by it. '2' adds `neither`.
 */
export const DEFINITIONS_VERSION = '2';
export type DefinitionsVersion = '1' | typeof DEFINITIONS_VERSION;

/** Counted like a line, shown below the citizens': those who are neither officials nor Party members. */
export const NEITHER_LINE = 'citizen_neither';

/** The line of distinct people over all capacities; other lines are named by their capacity's code. */
export const ALL_LINE = 'all';

/**
 * The campaign's figures of a unit and everything below it, as of the end of `asOfDay` (Asia/Ho_Chi_Minh) and as known
 * at `knownAt` (ISO 8601, UTC). Its canonical JSON is what a snapshot stores and hashes, so it holds plain values only.
 */
export interface FiguresDocument {
  definitionsVersion: DefinitionsVersion;
  campaign: { id: string; name: string; startsOn: string; endsOn: string };
  asOfDay: string;
  knownAt: string;
  root: { unitId: string; code: string; name: string };
  requirements: CapacityRequirements[];
  /** The root's lines first, then its descendants' depth-first; of each unit 'all', then one line per capacity. */
  rows: FigureRow[];
}

export interface CapacityRequirements {
  capacity: string;
  capacityName: string;
  courses: { courseVersionId: string; code: string; title: string; modules: number }[];
}

/** Counts are distinct people. `onRoster` = `notStarted` + `inProgress` + `completed`; the others stand beside. */
export interface FigureCounts {
  onRoster: number;
  notStarted: number;
  inProgress: number;
  completed: number;
  /** Chờ đối chiếu: citizens not yet known to be a distinct adult. Outside the roster. */
  pending: number;
  /** Dưới 18 tuổi. Outside the roster. */
  minors: number;
  /** Of those completed: at least one deciding completion was attested in a group session. */
  group: number;
  /** Of those completed: at least one was done before the deadline and recorded after it. */
  lateSync: number;
  /** Of those completed: the time of at least one is unknown. */
  timeUnknown: number;
  /** Of those completed: at least one carries an open implausibility flag. */
  flagged: number;
}

export interface FigureRow extends FigureCounts {
  unitId: string;
  code: string;
  name: string;
  kind: string;
  tree: string;
  /** The unit it stands under on the day; the root's own parent may lie outside the document. */
  parentId: string | null;
  /** 0 for the root. */
  level: number;
  line: string;
  /** Of the citizens' line: those who are neither officials nor Party members, anywhere. Null in other lines. */
  neither?: FigureCounts | null;
  target: FigureTarget | null;
  rate: Rate;
  /** Completed per person on the roster; only where the declared number is below the roster, so that both are shown. */
  rosterRateTenths: number | null;
  /** Chưa có trong danh sách: declared number minus roster. */
  missingFromRoster: number | null;
  /** How many units below have a faulty denominator in this line. */
  faultyBelow: number;
}

export interface FigureTarget {
  denominator: 'roster' | 'declared';
  /** What the rate divides by: the roster counted on the day, or the number declared. */
  number: number;
  goalPercent: number;
  dueOn: string;
  definition: string;
  sourceDocument: string;
  sourceDate: string | null;
}

/** `tenths`: 975 is 97,5 %. `faulty`: more people completed than were declared ("mẫu số chưa đúng"). */
export type Rate = { state: 'rate'; tenths: number } | { state: 'no-target' } | { state: 'faulty' };
