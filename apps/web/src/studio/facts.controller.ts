import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  ChangeAddress,
  COMPETENCE_DOMAINS,
  Drafts,
  PublishModule,
  type Draft,
  type ModuleContent,
  type Source,
} from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { OnInvalid, type FormFailure } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { changedLines, factText } from './content-texts.js';
import { toList } from './dto/lists.js';
import { FactsForm } from './dto/studio.forms.js';
import { DOMAINS, FACTS } from './labels.js';
import { deskPath, factsPath, ID, trail } from './paths.js';
import { errorsBelow } from './problem-places.js';

type SourceRow = Required<Source>;

/** What a module says about itself: title, minutes, objectives, skills, sources and when its facts are looked at again. */
@Controller()
export class FactsController {
  constructor(
    private readonly drafts: Drafts,
    private readonly addresses: ChangeAddress,
    private readonly publication: PublishModule,
  ) {}

  @Get('/bien-soan/:moduleId/thong-tin')
  @Requires('course.write')
  async form(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string) {
    const draft = await this.drafts.get(actor, moduleId);
    const errors = draft.revision === 0 ? {} : errorsBelow(this.publication.problems(draft.content));
    return this.formPage(draft, { ...valuesOf(draft.content), slug: draft.slug }, draft.content.sources, { errors });
  }

  @Post('/bien-soan/:moduleId/thong-tin')
  @Requires('course.write')
  @OnInvalid<FactsController>((self, request, failure) => self.again(request, failure))
  async save(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Body() form: FactsForm) {
    const sources = sourcesOf({ ...form });
    if (form.viec === 'them-nguon') {
      const draft = await this.drafts.get(actor, moduleId);
      return this.formPage({ ...draft, revision: form.revision }, { ...form }, sources, { blank: 2 });
    }
    // The address first: if it is refused, nothing is saved and all is shown again.
    if (form.slug) await this.addresses.ofModule(actor, moduleId, form.slug);
    await this.drafts.edit(actor, moduleId, form.revision, (content) => withFacts(content, form, sources));
    return seeOther(deskPath(moduleId), { notice: 'draft-saved' });
  }

  private async again(request: FastifyRequest, { status, values }: FormFailure): Promise<PageView> {
    const { moduleId } = request.params as { moduleId: string };
    const draft = await this.drafts.get(request.actor!, moduleId);
    const sources = sourcesOf(request.body as Record<string, unknown>);
    const conflict = status === 409 ? this.differences(draft.content, values, sources) : undefined;
    return this.formPage(draft, values, sources, { conflict });
  }

  /** What was saved meanwhile against what was typed. */
  private differences(saved: ModuleContent, values: Record<string, string>, sources: Source[]) {
    const typed = withFacts(saved, values as unknown as FactsForm, sources);
    return Object.entries(FACTS)
      .map(([field, label]) => ({
        label,
        lines: changedLines(factText(saved, field as keyof typeof FACTS), factText(typed, field as keyof typeof FACTS)),
      }))
      .filter(({ lines }) => lines.some(({ kind }) => kind === 'added' || kind === 'removed'));
  }

  private formPage(
    { moduleId, content, code, revision, slug, courseSlug, published }: Draft,
    values: Record<string, unknown>,
    sources: Source[],
    { blank = 1, ...more }: { blank?: number; errors?: Record<string, string>; conflict?: unknown },
  ): PageView {
    const label = content.title || code;
    return page('studio/facts', {
      title: `Thông tin bài: ${label}`,
      breadcrumbs: trail({ href: deskPath(moduleId), label }, { label: 'Thông tin' }),
      action: factsPath(moduleId),
      revision,
      address: `/hoc/${courseSlug}/${slug}`,
      slugFixed: published !== null,
      values,
      sources: [...sources, ...Array.from({ length: blank }, () => ({ title: '' }))],
      domains: COMPETENCE_DOMAINS.map((domain) => ({ value: domain, label: DOMAINS[domain] })),
      levels: [1, 2, 3, 4].map((level) => ({ value: level, label: `Mức ${level}` })),
      ...more,
    });
  }
}

const valuesOf = ({ objectives, competence, reviewBy, keywords, title, summary, minutes }: ModuleContent) => ({
  title,
  summary,
  minutes,
  objectives: objectives.join('\n'),
  domain: competence.domain,
  level: competence.level,
  reviewBy: reviewBy ?? '',
  keywords: (keywords ?? []).join('\n'),
});

/** Rows without a word are sources taken away. `body` may be unchecked. */
function sourcesOf(body: Record<string, unknown>): Source[] {
  const [titles, numbers, dates, issuers, urls] = ['Title', 'Number', 'Date', 'Issuer', 'Url'].map((name) =>
    toList(body[`source${name}`]),
  );
  return titles
    .map((title, row): SourceRow => ({
      title,
      number: numbers[row] ?? '',
      date: dates[row] ?? '',
      issuer: issuers[row] ?? '',
      url: urls[row] ?? '',
    }))
    .filter((source) => Object.values(source).some((text) => text.trim()));
}

function withFacts(content: ModuleContent, form: FactsForm, sources: Source[]): ModuleContent {
  return {
    ...content,
    title: form.title,
    summary: form.summary,
    minutes: Number(form.minutes),
    objectives: form.objectives.split('\n'),
    competence: { domain: form.domain, level: Number(form.level) },
    reviewBy: form.reviewBy || null,
    keywords: form.keywords?.split('\n') ?? content.keywords,
    sources,
  };
}
