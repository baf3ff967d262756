import { Readable } from 'node:stream';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadLogs, type Actor, type LogEntry, type LogFilter, type LogName } from '#libs/identity';
import {
  AuditLog,
  BYTE_ORDER_MARK,
  Clock,
  ReadAuditState,
  UnitOfWork,
  VerifyAudit,
  csvLine,
  formatMoment,
  invalid,
  isDay,
} from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ExportFormDto, LogQueryDto, type FilterDto } from './dto.js';
import { FAULTS, HEADINGS, KINDS, cellsOf, entryView } from './audit.views.js';

const PATH = '/kiem-tra';
const PAGE = 50;

/** The auditor's desk: the two logs, their export, and whether the chain of the first holds. Nothing here changes anything. */
@Controller()
export class AuditController {
  constructor(
    private readonly logs: ReadLogs,
    private readonly chain: ReadAuditState,
    private readonly verifying: VerifyAudit,
    private readonly audit: AuditLog,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get(PATH)
  @Requires('audit.view')
  async show(@CurrentActor() actor: Actor, @Query() query: LogQueryDto) {
    return this.showPage(actor, query);
  }

  private async showPage(actor: Actor, query: LogQueryDto) {
    const log = logOf(query);
    const names = query['xem-ten'] || undefined;
    const { entries, next } = await this.logs.read(actor, log, filterOf(query), {
      cursor: query.sau,
      limit: PAGE,
      namesFor: names,
    });
    return page('audit/audit', {
      title: 'Kiểm tra',
      wide: true,
      action: PATH,
      access: log === 'access',
      tabs: [
        {
          label: 'Nhật ký thao tác',
          href: href({ ...query, 'nhat-ky': 'thao-tac', sau: undefined, viec: undefined }),
          current: log === 'audit',
        },
        {
          label: 'Nhật ký xem dữ liệu',
          href: href({ ...query, 'nhat-ky': 'luot-xem', sau: undefined, viec: undefined }),
          current: log === 'access',
        },
      ],
      filter: { ...query, 'nhat-ky': query['nhat-ky'] ?? 'thao-tac' },
      kinds: Object.entries(KINDS).map(([value, label]) => ({ value, label, selected: value === query.viec })),
      names,
      entries: entries.map(entryView),
      firstHref: query.sau ? href({ ...query, sau: undefined }) : undefined,
      nextHref: next ? href({ ...query, sau: next }) : undefined,
      today: this.clock.today(),
    });
  }

  /** At most 100.000 lines; the purpose is asked and the export is itself an entry. */
  @Post('/kiem-tra/xuat')
  @Requires('audit.view')
  @OnInvalid<AuditController>((self, request) => self.showAgain(request))
  async export(@CurrentActor() actor: Actor, @Body() { purpose, ...query }: ExportFormDto) {
    const log = logOf(query);
    const batches = this.logs.export(actor, log, filterOf(query), purpose);
    // The first batch is read here, so that a refusal is a page and not half a file.
    const first = await batches.next();
    return download(Readable.from(lines(log, first, batches)), {
      fileName: `nhat-ky-${log === 'audit' ? 'thao-tac' : 'xem-du-lieu'}-${this.clock.today()}.csv`,
      type: 'text/csv; charset=utf-8',
    });
  }

  private showAgain(request: FastifyRequest) {
    const { 'nhat-ky': log } = (request.body ?? {}) as FilterDto;
    return this.showPage(request.actor!, { 'nhat-ky': log === 'luot-xem' ? log : 'thao-tac' });
  }

  @Get('/kiem-tra/chuoi')
  @Requires('audit.view')
  async chainPage() {
    return page('audit/chain', { title: 'Chuỗi niêm phong', state: await this.chain.state() });
  }

  /** Reads the whole chain; a resource of its own, because it takes a while. */
  @Post('/kiem-tra/chuoi')
  @Requires('audit.view')
  async verify(@CurrentActor() actor: Actor) {
    const verdict = await this.verifying.verify();
    const details = { sealed: verdict.sealed, findings: verdict.findings.length };
    await this.work.run((tx) =>
      this.audit.append(tx, { actorId: actor.personId, action: 'audit.verify', details, origin: actor.origin }),
    );
    return page('audit/chain', {
      title: 'Chuỗi niêm phong',
      state: await this.chain.state(),
      verdict: {
        ...verdict,
        whole: verdict.findings.length === 0,
        findings: verdict.findings.map((finding) => ({ ...finding, sentence: FAULTS[finding.fault] })),
      },
    });
  }
}

const logOf = (query: FilterDto): LogName => (query['nhat-ky'] === 'luot-xem' ? 'access' : 'audit');

function filterOf({ tu, den, ai, viec, ve }: FilterDto): LogFilter {
  const fields: Record<string, string> = {};
  if (tu && !isDay(tu)) fields.tu = 'audit.day';
  if (den && !isDay(den)) fields.den = 'audit.day';
  if (tu && den && den < tu) fields.den ??= 'audit.days-turned';
  if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
  return {
    from: tu || undefined,
    to: den || undefined,
    who: ai || undefined,
    what: viec || undefined,
    subject: ve || undefined,
  };
}

function href(query: LogQueryDto): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value && key !== 'thong-bao') parameters.set(key, String(value));
  return `${PATH}?${parameters}`;
}

async function* lines(log: LogName, first: IteratorResult<LogEntry[]>, rest: AsyncGenerator<LogEntry[]>) {
  yield BYTE_ORDER_MARK + csvLine(HEADINGS[log]);
  if (first.done) return;
  yield first.value.map((entry) => csvLine(cellsOf(log, entry, formatMoment))).join('');
  for await (const batch of rest) yield batch.map((entry) => csvLine(cellsOf(log, entry, formatMoment))).join('');
}
