import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { QuestionTypes, type Question } from '#libs/assessment';
import { Drafts, type Draft } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther, type PageView, type SeeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { changedLines, questionText } from './content-texts.js';
import { QuestionForm, questionFrom } from './dto/question.form.js';
import { QUESTION_TYPES } from './labels.js';
import { deskPath, ID, newQuestionPath, questionPath, trail } from './paths.js';
import { errorsBelow } from './problem-places.js';
import { nextKey, putQuestion, questionIn, quizOf } from './quiz-edits.js';
import { questionRows } from './question.views.js';

/** Questions in a form: one page each, with the feedback of every option. */
@Controller()
export class QuestionsController {
  constructor(
    private readonly drafts: Drafts,
    private readonly types: QuestionTypes,
  ) {}

  @Get('/bien-soan/:moduleId/cau-hoi-moi/:type')
  @Requires('course.write')
  async fresh(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('type') type: string,
  ): Promise<PageView> {
    const draft = await this.drafts.get(actor, moduleId);
    return this.editor(draft, questionFrom(typeIn(type), freshKey(draft), {}), { rows: 4 });
  }

  @Post('/bien-soan/:moduleId/cau-hoi-moi/:type')
  @Requires('course.write')
  @OnInvalid<QuestionsController>((self, request, failure) => self.again(request, failure))
  async add(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('type') type: string,
    @Body() form: QuestionForm,
  ) {
    if (!form.key) throw notFound('question.unknown');
    return this.save(actor, moduleId, questionFrom(typeIn(type), form.key, { ...form }), form);
  }

  @Get('/bien-soan/:moduleId/cau-hoi/:key')
  @Requires('course.write')
  async edit(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Param('key') key: string) {
    const draft = await this.drafts.get(actor, moduleId);
    const question = questionIn(draft.content, key);
    return this.editor(draft, question, { errors: this.errorsOf(question) });
  }

  @Post('/bien-soan/:moduleId/cau-hoi/:key')
  @Requires('course.write')
  @OnInvalid<QuestionsController>((self, request, failure) => self.again(request, failure))
  async change(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('key') key: string,
    @Body() form: QuestionForm,
  ) {
    const { content } = await this.drafts.get(actor, moduleId);
    const { type } = questionIn(content, key);
    return this.save(actor, moduleId, questionFrom(type, key, { ...form }), form);
  }

  /** A question that is not whole yet is saved too, and shown again with what it lacks. */
  private async save(
    actor: Actor,
    moduleId: string,
    question: Question,
    { revision, viec, optionText }: QuestionForm,
  ): Promise<PageView | SeeOther> {
    if (viec === 'them-lua-chon') {
      const draft = await this.drafts.get(actor, moduleId);
      return this.editor({ ...draft, revision }, question, { rows: optionText.length + 1 });
    }
    await this.drafts.edit(actor, moduleId, revision, (content) => putQuestion(content, question));
    const whole = Object.keys(this.errorsOf(question)).length === 0;
    if (!whole) return seeOther(questionPath(moduleId, question.key), { notice: 'draft-saved-unfinished' });
    return seeOther(deskPath(moduleId), { notice: 'draft-saved' });
  }

  private async again(request: FastifyRequest, { status }: FormFailure): Promise<PageView> {
    const { moduleId, ...params } = request.params as { moduleId: string; key?: string; type?: string };
    const body = request.body as Record<string, unknown>;
    const draft = await this.drafts.get(request.actor!, moduleId);
    const key = params.key ?? freshKey(draft);
    const saved = quizOf(draft.content).questions.find((question) => question.key === key);
    const typed = questionFrom(saved?.type ?? typeIn(params.type), key, body);
    const lines = saved && status === 409 && changedLines(questionText(saved), questionText(typed));
    return this.editor(draft, typed, { conflict: lines && { lines } });
  }

  private editor(
    draft: Draft,
    question: Question,
    more: { rows?: number; errors?: Record<string, string>; conflict?: unknown },
  ): PageView {
    const { moduleId, content, code, revision } = draft;
    const index = quizOf(content).questions.findIndex(({ key }) => key === question.key);
    const label = index < 0 ? 'Câu hỏi mới' : `Câu ${index + 1}`;
    return page('studio/question', {
      title: `${label}: ${content.title || code}`,
      breadcrumbs: trail({ href: deskPath(moduleId), label: content.title || code }, { label }),
      label,
      type: QUESTION_TYPES[question.type],
      question,
      stemLabel: question.type === 'true_false' ? 'Câu nói để người học xét đúng hay sai' : 'Lời hỏi',
      choice: question.type !== 'true_false',
      several: question.type === 'multiple',
      ...questionRows(question, more.rows),
      values: { stem: question.stem, explanation: question.explanation },
      errors: {},
      action: index < 0 ? newQuestionPath(moduleId, question.type) : questionPath(moduleId, question.key),
      removeHref: index >= 0 && `${questionPath(moduleId, question.key)}/bo`,
      revision,
      ...more,
    });
  }

  private errorsOf(question: Question): Record<string, string> {
    return errorsBelow(this.types.validate({ ...question }));
  }
}

const freshKey = ({ code, content, published }: Draft) =>
  nextKey(code, [content, ...(published ? [published.content] : [])]);

/** Refuses `question.type-unknown`. */
function typeIn(text: string | undefined): Question['type'] {
  if (!text || !Object.hasOwn(QUESTION_TYPES, text)) throw notFound('question.type-unknown');
  return text as Question['type'];
}
