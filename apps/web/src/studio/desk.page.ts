import { Injectable } from '@nestjs/common';
import {
  ContentReports,
  Drafts,
  narrationIsStale,
  PublishModule,
  Submissions,
  contentHash,
  type Draft,
  type SubmissionSummary,
} from '#libs/catalogue';
import { People, type Actor } from '#libs/identity';
import { page, type PageView } from '../shell/page.js';
import { ruleText } from './content-texts.js';
import { DECISIONS, QUESTION_TYPES } from './labels.js';
import {
  contentReportsPath,
  courseDeskPath,
  deskPath,
  factsPath,
  lessonPath,
  newQuestionPath,
  outlinePath,
  questionPath,
  readingPath,
  rulePath,
  trail,
} from './paths.js';
import { placeProblems } from './problem-places.js';
import { quizOf } from './quiz-edits.js';

const HISTORY = 5;

/** One module on its author's desk: what there is, what is missing, where it stands. Shown again when an action is refused. */
@Injectable()
export class DeskPage {
  constructor(
    private readonly drafts: Drafts,
    private readonly submissions: Submissions,
    private readonly publication: PublishModule,
    private readonly people: People,
    private readonly reports: ContentReports,
  ) {}

  async show(actor: Actor, moduleId: string): Promise<PageView> {
    const draft = await this.drafts.get(actor, moduleId);
    const history = (await this.submissions.of(actor, moduleId)).slice(0, HISTORY);
    const waiting = history.find(({ review }) => review === null);
    const hash = contentHash(draft.content);
    const changed = draft.revision > 0 && hash !== draft.published?.contentHash;
    const problems = placeProblems(moduleId, draft.content, this.publication.problems(draft.content));
    return page('studio/desk', {
      title: draft.content.title || draft.code,
      breadcrumbs: trail({ label: draft.content.title || draft.code }),
      draft,
      updatedBy: draft.updatedBy && (await this.people.names([draft.updatedBy])).get(draft.updatedBy),
      ...this.contents(draft),
      problems,
      changed,
      newReports: (await this.reports.counts(actor, moduleId)).new,
      waiting,
      waitingIsThis: waiting?.contentHash === hash,
      canSubmit: changed && problems.length === 0 && waiting?.contentHash !== hash,
      history: await this.historyRows(history),
      hrefs: {
        desk: deskPath(moduleId),
        course: courseDeskPath(draft.courseId),
        facts: factsPath(moduleId),
        reports: contentReportsPath('new', moduleId),
        outline: outlinePath(moduleId),
        rule: rulePath(moduleId),
        reading: readingPath(moduleId),
        newLesson: lessonPath(moduleId, null),
      },
    });
  }

  private contents({ moduleId, content }: Draft) {
    const { rule, questions } = quizOf(content);
    return {
      lessons: content.lessons.map((lesson, index) => ({
        ...lesson,
        href: lessonPath(moduleId, index + 1),
        stale: narrationIsStale(lesson),
        first: index === 0,
        last: index === content.lessons.length - 1,
      })),
      questions: questions.map((question, index) => ({
        stem: question.stem,
        type: QUESTION_TYPES[question.type],
        href: questionPath(moduleId, question.key),
        first: index === 0,
        last: index === questions.length - 1,
      })),
      rule: ruleText(rule).split('\n'),
      newQuestions: Object.entries(QUESTION_TYPES).map(([type, label]) => ({
        label,
        href: newQuestionPath(moduleId, type),
      })),
    };
  }

  private async historyRows(history: SubmissionSummary[]) {
    const ids = history.flatMap(({ submittedBy, review }) => [submittedBy, ...(review ? [review.reviewerId] : [])]);
    const names = await this.people.names(ids);
    return history.map(({ submittedBy, submittedAt, note, review }) => ({
      by: names.get(submittedBy),
      at: submittedAt,
      note,
      decision: review && DECISIONS[review.decision],
      returned: review?.decision === 'returned',
      reviewer: review && names.get(review.reviewerId),
      reviewNote: review?.note,
      decidedAt: review?.at,
    }));
  }
}
