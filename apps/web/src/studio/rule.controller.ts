import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Drafts, type Draft } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ruleText } from './content-texts.js';
import { RuleForm } from './dto/studio.forms.js';
import { deskPath, ID, rulePath, trail } from './paths.js';
import { putRule, quizOf } from './quiz-edits.js';

/** How a module's quiz is drawn and passed. */
@Controller()
export class RuleController {
  constructor(private readonly drafts: Drafts) {}

  @Get('/bien-soan/:moduleId/quy-tac')
  @Requires('course.write')
  async form(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    return this.formPage(await this.drafts.get(actor, moduleId));
  }

  @Post('/bien-soan/:moduleId/quy-tac')
  @Requires('course.write')
  @OnInvalid<RuleController>((self, request, { status }) => self.again(request, status))
  async save(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Body() { revision, ...rule }: RuleForm,
  ) {
    await this.drafts.edit(actor, moduleId, revision, (content) => putRule(content, rule));
    return seeOther(deskPath(moduleId), { notice: 'draft-saved' });
  }

  private async again(request: FastifyRequest, status: number): Promise<PageView> {
    const draft = await this.drafts.get(request.actor!, (request.params as { moduleId: string }).moduleId);
    const view = this.formPage(draft);
    const saved = ruleText(quizOf(draft.content).rule).split('\n');
    return status === 409 ? page(view.template, { ...view.model, conflict: { saved } }) : view;
  }

  private formPage({ moduleId, content, code, revision }: Draft): PageView {
    const { rule, questions } = quizOf(content);
    return page('studio/rule', {
      title: `Quy tắc kiểm tra: ${content.title || code}`,
      breadcrumbs: trail({ href: deskPath(moduleId), label: content.title || code }, { label: 'Quy tắc kiểm tra' }),
      action: rulePath(moduleId),
      revision,
      values: rule,
      pool: questions.length,
    });
  }
}
