import { ALL_LINE, type FigureRow } from '#libs/campaigns';
import { formatMoment, formatShortDate } from '#libs/platform';
import { lineNames } from '../figure-columns.js';
import type { ReportSource } from '../report-source.js';
import { subLine } from '../sub-lines.js';
import type { ReportedLine } from './gather-figures.js';
import { party } from './party-2026-05.js';
import { words } from './party-texts.vi.js';
import { extremes, rankUnits, type End } from './ranking.policy.js';

/** The report's text as a list of blocks, before it becomes Word's XML. A `lead` stays on the page of what follows it. */
export type Block =
  | { kind: 'section' | 'heading' | 'paragraph' | 'lead' | 'hash'; text: string }
  | { kind: 'overview'; lines: { name: string; row: FigureRow }[] };

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const sentences = (...parts: (string | null)[]): Block => paragraph(parts.filter((part) => part !== null).join(' '));

/** Writes what the figures say, in the administrative register. */
export function partyReport(source: ReportSource, lines: ReportedLine[]): Block[] {
  const { document } = source;
  const day = formatShortDate(document.asOfDay);
  return [
    paragraph(words.opening(party.issuerInText, document.campaign.name, document.root.name, day)),
    { kind: 'section', text: words.scope },
    ...scope(source),
    { kind: 'section', text: words.results },
    ...results(source, lines),
    { kind: 'section', text: words.quality },
    ...quality(source, lines),
    { kind: 'section', text: words.method },
    paragraph(words.counting(day, formatMoment(new Date(document.knownAt)), document.definitionsVersion)),
    paragraph(words.notVneid),
    { kind: 'lead', text: words.frozen(!source.draft) },
    { kind: 'hash', text: `${source.sha256}.` },
  ];
}

function scope({ document: { campaign, requirements } }: ReportSource): Block[] {
  if (requirements.length === 0) return [paragraph(words.noRequirement)];
  const period = words.period(campaign.name, formatShortDate(campaign.startsOn), formatShortDate(campaign.endsOn));
  return [
    paragraph(period),
    ...requirements.map(({ capacityName, courses }, i) =>
      paragraph(words.requirement(capacityName, courses, i === requirements.length - 1 ? '.' : ';')),
    ),
  ];
}

function results(source: ReportSource, lines: ReportedLine[]): Block[] {
  const nameOf = lineNames(source.document.requirements);
  const overview = lines.flatMap(({ root }) => [root, subLine(root)]).filter((row) => row !== null);
  return [
    { kind: 'heading', text: words.overall },
    { kind: 'overview', lines: overview.map((row) => ({ name: nameOf(row.line), row })) },
    ...lines.map(({ line, root }) => lineResult(line, nameOf(line), root)),
    ...unitResults(nameOf, lines),
  ];
}

function lineResult(line: string, name: string, row: FigureRow): Block {
  if (row.onRoster === 0 && !row.target) return paragraph(words.nobody(name));
  const counts = line === ALL_LINE ? words.allCounts(row) : words.lineCounts(name, row);
  return sentences(counts, ...rateSentences(row), row.neither?.onRoster ? words.neither(row.neither) : null);
}

function rateSentences({ target, rate, completed, rosterRateTenths, missingFromRoster }: FigureRow): (string | null)[] {
  if (!target) return [words.noTarget];
  if (rate.state === 'faulty') return [words.faulty(target.number)];
  if (rate.state === 'no-target') return [words.zeroDenominator];
  const goalTenths = Math.round(target.goalPercent * 10);
  const reached = completed * 1000 >= goalTenths * target.number;
  return [
    words.rate(rate.tenths, target.number, basis(target)),
    words.goal(goalTenths, formatShortDate(target.dueOn), reached),
    rosterRateTenths === null ? null : words.understated(rosterRateTenths),
    missingFromRoster ? words.missing(missingFromRoster) : null,
  ];
}

function basis({ denominator, definition, sourceDocument, sourceDate }: NonNullable<FigureRow['target']>): string {
  if (denominator === 'roster') return words.byRoster;
  const source = sourceDocument && words.source(sourceDocument, sourceDate && formatShortDate(sourceDate));
  return words.byDeclared(definition, source);
}

function unitResults(nameOf: (line: string) => string, lines: ReportedLine[]): Block[] {
  if (lines.every(({ units }) => units.length === 0)) return [];
  const compared = lines.flatMap(({ line, units }) => comparison(nameOf(line), units));
  return [
    { kind: 'heading', text: words.byUnit },
    ...(compared.length > 0 ? compared : [paragraph(words.noneRanked)]),
    paragraph(words.seeAnnex),
  ];
}

function comparison(name: string, units: FigureRow[]): Block[] {
  const { ranked, ...left } = rankUnits(units);
  const found = extremes(ranked);
  if (found.kind === 'none') return [];
  const notRanked = left.noTarget + left.faulty + left.understated > 0 ? words.notRanked(left) : null;
  if (found.kind === 'listed') return [sentences(words.ranked(name, found.all.map(named)), notRanked)];
  if (found.kind === 'equal') return [sentences(words.equal(name, found.count, found.tenths), notRanked)];
  return [sentences(words.ends(name, found.count, told(found.best), told(found.worst)), notRanked)];
}

const named = ({ name, tenths }: { name: string; tenths: number }): string => words.unitRate(name, tenths);

const told = (end: End): string[] =>
  end.kind === 'named' ? end.units.map(named) : [words.sharedRate(end.count, end.tenths)];

function quality(source: ReportSource, lines: ReportedLine[]): Block[] {
  const nameOf = lineNames(source.document.requirements);
  const all = lines.find(({ line }) => line === ALL_LINE)?.root;
  const faulty = lines
    .filter(({ root }) => root.faultyBelow > 0)
    .map(({ line, root }) => ({ name: nameOf(line), count: root.faultyBelow }));
  return [
    ...(all ? [paragraph(all.completed > 0 ? words.qualityOf(all.completed, all) : words.nobodyCompleted)] : []),
    ...(all && all.pending + all.minors > 0 ? [paragraph(words.outside(all.pending, all.minors))] : []),
    ...(faulty.length > 0 ? [paragraph(words.faultyBelow(faulty))] : []),
  ];
}
