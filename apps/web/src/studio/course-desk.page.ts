import { Injectable } from '@nestjs/common';
import {
  courseHash,
  CourseDrafts,
  CourseProposals,
  validateCourse,
  type CourseDraftView,
  type CourseModuleState,
  type ProposalSummary,
} from '#libs/catalogue';
import { People, type Actor } from '#libs/identity';
import { messageOf } from '../shell/messages/index.js';
import { page, type PageView } from '../shell/page.js';
import { DECISIONS } from './labels.js';
import { courseDeskPath, courseFactsPath, deskPath, newModulePath, trail } from './paths.js';

const HISTORY = 5;

/** One course on its authors' desk: its words, its list of modules, and where a proposal stands. */
@Injectable()
export class CourseDeskPage {
  constructor(
    private readonly drafts: CourseDrafts,
    private readonly proposals: CourseProposals,
    private readonly people: People,
  ) {}

  async show(actor: Actor, courseId: string): Promise<PageView> {
    const draft = await this.drafts.get(actor, courseId);
    const history = (await this.proposals.of(actor, courseId)).slice(0, HISTORY);
    const waiting = history.find(({ review }) => review === null);
    const hash = courseHash(courseId, draft.content);
    const changed = !draft.published || hash !== courseHash(courseId, draft.published.content);
    const problems = problemsOf(draft);
    const title = draft.content.title || draft.code;
    return page('studio/course-desk', {
      title,
      breadcrumbs: trail({ label: title }),
      draft,
      updatedBy: draft.updatedBy && (await this.people.names([draft.updatedBy])).get(draft.updatedBy),
      ...listsOf(draft),
      problems,
      changed,
      waiting,
      waitingIsThis: waiting?.contentHash === hash,
      canPropose: changed && problems.length === 0 && waiting?.contentHash !== hash,
      history: await this.historyRows(history),
      hrefs: {
        desk: courseDeskPath(courseId),
        facts: courseFactsPath(courseId),
        newModule: newModulePath(courseId),
      },
    });
  }

  private async historyRows(history: ProposalSummary[]) {
    const ids = history.flatMap(({ proposedBy, review }) => [proposedBy, ...(review ? [review.reviewerId] : [])]);
    const names = await this.people.names(ids);
    return history.map(({ proposedBy, proposedAt, note, review }) => ({
      by: names.get(proposedBy),
      at: proposedAt,
      note,
      decision: review && DECISIONS[review.decision],
      returned: review?.decision === 'returned',
      reviewer: review && names.get(review.reviewerId),
      reviewNote: review?.note,
      decidedAt: review?.at,
    }));
  }
}

/** The modules in the list, in order, and those of the course that stand beside it. */
function listsOf({ content, modules }: CourseDraftView) {
  const known = new Map(modules.map((module) => [module.moduleId, module]));
  const listed = content.moduleIds.flatMap((id) => known.get(id) ?? []);
  const row = (module: CourseModuleState) => ({ ...module, href: deskPath(module.moduleId) });
  return {
    listed: listed.map((module, index) => ({
      ...row(module),
      first: index === 0,
      last: index === listed.length - 1,
    })),
    others: modules.filter(({ moduleId }) => !content.moduleIds.includes(moduleId)).map(row),
  };
}

function problemsOf({ content, modules }: CourseDraftView): string[] {
  const codes = validateCourse(content).map(({ code }) => code);
  const unpublished = modules.some(({ moduleId, number }) => number === null && content.moduleIds.includes(moduleId));
  return [...new Set([...codes, ...(unpublished ? ['course.module-unpublished'] : [])])].map((code) => messageOf(code));
}
