import type { TargetView } from '#libs/campaigns';
import { goalText, lineName } from '../figures.views.js';

/** A target in words, and where its form and its history are. */
export function targetView(target: TargetView, slug: string) {
  const query = `don-vi=${target.unitId}&doi-tuong=${encodeURIComponent(target.line)}`;
  return {
    ...target,
    unitName: target.unitName ?? 'Đơn vị không còn',
    lineName: lineName(target.line),
    goalText: goalText(target.goalPercent),
    declared: target.denominator === 'declared',
    historyHref: `${targetsPath(slug)}/lich-su?${query}`,
    changeHref: `${targetsPath(slug)}?${query}#dat-chi-tieu`,
  };
}

export const targetsPath = (slug: string): string => `/bao-cao/${slug}/chi-tieu`;

/** What the form begins with: the target that is to be replaced, written as people write it. */
export function formOf(target: TargetView | undefined) {
  if (!target) return { denominator: 'roster' };
  const { denominator, declaredNumber, definition, sourceDocument, sourceDate, goalPercent, dueOn } = target;
  return {
    denominator,
    declaredNumber: declaredNumber ?? '',
    definition,
    sourceDocument,
    sourceDate: sourceDate ?? '',
    goalPercent: String(goalPercent).replace('.', ','),
    dueOn,
  };
}
