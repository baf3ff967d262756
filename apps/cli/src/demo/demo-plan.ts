import { randomUUID } from 'node:crypto';
import { addDays, startOfLocalDay } from '#libs/platform';
import { randomName } from './names.js';
import type { Random } from './random.js';
import type { DemoModule, DemoWorld } from './demo-world.js';

export interface DemoMembership {
  unitId: string;
  capacity: string;
  position: string | null;
  isHead: boolean;
  from: string;
  to: string | null;
}

export interface DemoAttempt {
  module: DemoModule;
  startedAt: Date;
  submittedAt: Date;
  correct: number;
  total: number;
  passed: boolean;
}

export interface DemoHistory {
  module: DemoModule;
  pagesSeen: number;
  firstActivityAt: Date;
  attempts: DemoAttempt[];
  completedAt: Date | null;
}

export interface DemoPerson {
  personId: string;
  fullName: string;
  birthDate: string;
  phone: string;
  memberships: DemoMembership[];
  histories: DemoHistory[];
}

const ROSTER_DAY = '2025-07-01';

/** One person with where they belong and what they have done so far; decided by `random` alone. */
export function planPerson(number: number, random: Random, world: DemoWorld): DemoPerson {
  const official = random.chance(0.16);
  const party = random.chance(official ? 0.6 : 0.04);
  const commune = random.pick(world.communes);
  const memberships = [citizenOf(commune.villages.length > 0 ? random.pick(commune.villages) : commune.id)];
  if (official) memberships.push(...officialIn(random, world, commune.id));
  if (party) memberships.push(partyIn(random, world, commune.id, official));
  const capacities = new Set(memberships.map(({ capacity }) => capacity));
  return {
    personId: randomUUID(),
    fullName: randomName(random),
    birthDate: addDays('1950-01-01', random.int(0, (official ? 50 : 57) * 365)),
    phone: `+84900${String(100_000 + number).padStart(6, '0')}`,
    memberships,
    histories: histories(random, world, capacities),
  };
}

function citizenOf(unitId: string): DemoMembership {
  return { unitId, capacity: 'citizen', position: null, isHead: false, from: ROSTER_DAY, to: null };
}

/** Most work in their commune; some were moved to another body this year, so that histories have transfers. */
function officialIn(random: Random, world: DemoWorld, communeId: string): DemoMembership[] {
  const unit = random.chance(0.6)
    ? (world.stateByCommune.get(communeId) ?? random.pick(world.departments))
    : random.pick(world.departments);
  const head = random.chance(0.03);
  const job = {
    unitId: unit,
    capacity: 'official',
    position: head ? 'Trưởng đơn vị' : random.pick(['Chuyên viên', 'Viên chức', 'Công chức', 'Nhân viên']),
    isHead: head,
  };
  if (!random.chance(0.06)) return [{ ...job, from: ROSTER_DAY, to: null }];
  const moved = addDays('2026-03-01', random.int(0, 200));
  return [
    { ...job, from: ROSTER_DAY, to: moved },
    { ...job, unitId: random.pick(world.departments), from: moved, to: null },
  ];
}

function partyIn(random: Random, world: DemoWorld, communeId: string, official: boolean): DemoMembership {
  const unit =
    official && random.chance(0.5)
      ? random.pick(world.partyCells)
      : (world.partyByCommune.get(communeId) ?? random.pick(world.partyCells));
  return { unitId: unit, capacity: 'party_member', position: null, isHead: false, from: ROSTER_DAY, to: null };
}

/** Officials and party members have gone further than citizens; nobody does all modules in one evening. */
function histories(random: Random, world: DemoWorld, capacities: Set<string>): DemoHistory[] {
  const wanted = [
    ...new Set(world.requirements.filter(({ capacity }) => capacities.has(capacity)).flatMap(({ modules }) => modules)),
  ];
  const drive = capacities.size > 1 ? 0.82 : 0.34;
  if (!random.chance(drive)) return [];
  const result: DemoHistory[] = [];
  let day = addDays(world.campaignStart, random.int(0, Math.max(1, world.days - 20)));
  for (const module of wanted) {
    if (day >= world.today || random.chance(0.07)) break;
    result.push(history(random, module, day, world.today));
    day = addDays(day, random.int(0, 9));
  }
  return result;
}

function history(random: Random, module: DemoModule, day: string, today: string): DemoHistory {
  const start = new Date(startOfLocalDay(day).getTime() + random.int(6 * 3600, 21 * 3600) * 1000);
  const total = Math.min(module.draw, module.questions.length);
  const needed = Math.ceil((total * module.passPercent) / 100);
  if (random.chance(0.06))
    return { module, pagesSeen: random.int(1, module.pages), firstActivityAt: start, attempts: [], completedAt: null };
  const attempts: DemoAttempt[] = [];
  let at = new Date(start.getTime() + random.int(240, 900) * 1000);
  for (let turn = 0; turn < 3; turn += 1) {
    const passed = random.chance(turn === 0 ? 0.72 : 0.88);
    const submittedAt = new Date(at.getTime() + random.int(90, 420) * 1000);
    if (submittedAt >= startOfLocalDay(today)) break;
    attempts.push({
      module,
      startedAt: at,
      submittedAt,
      correct: passed ? random.int(needed, total) : random.int(0, needed - 1),
      total,
      passed,
    });
    if (passed) return { module, pagesSeen: module.pages, firstActivityAt: start, attempts, completedAt: submittedAt };
    at = new Date(submittedAt.getTime() + random.int(60, 1800) * 1000);
  }
  return { module, pagesSeen: module.pages, firstActivityAt: start, attempts, completedAt: null };
}
