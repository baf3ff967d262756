import { Controller, Get, Param, Query } from '@nestjs/common';
import { type Actor } from '#libs/identity';
import { Clock } from '#libs/platform';
import { ExportRoster, RosterImports, type ImportRowView, type RowOutcome } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { CurrentActor } from '../shell/request.js';
import { ExportQueryDto, FileFormatQueryDto } from './dto.js';
import { REPORT_COLUMNS, leaverLines, reportLines } from './import-report.js';
import { ID } from './paths.js';
import { rosterFile } from './roster-file.js';
import { tableFile } from './table-file.js';
import { COLUMNS, PURPOSES, sentenceOf } from './words.js';

/** As many as a file may hold. */
const MOST = 50_100;
const OUTCOMES: RowOutcome[] = ['error', 'add', 'change', 'skip'];

/** Rosters and dry runs as files to take away. */
@Controller()
export class ImportFilesController {
  constructor(
    private readonly imports: RosterImports,
    private readonly exporter: ExportRoster,
    private readonly clock: Clock,
  ) {}

  /** Everything the page says about the rows, and more: row, column, value, reason. */
  @Get('/don-vi/nhap-danh-sach/:id/ban-xem-truoc')
  @Requires('roster.import')
  async report(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query() { dang }: FileFormatQueryDto) {
    const { fileName, status } = await this.imports.preview(actor, id);
    const applied = ['applied', 'undoing', 'undone'].includes(status);
    const rows: (string | number | null)[][] = [];
    for (const outcome of OUTCOMES)
      rows.push(...reportLines(await this.imports.rows(actor, id, outcome, { offset: 0, limit: MOST }), applied));
    rows.sort((a, b) => Number(a[0]) - Number(b[0]));
    rows.push(...leaverLines(await this.imports.leavers(actor, id, MOST), applied));
    return tableFile(dang, {
      fileName: 'ban-xem-truoc',
      title: fileName,
      at: this.clock.now(),
      columns: REPORT_COLUMNS,
      rows,
    });
  }

  /** The bad rows as they were typed, with their reasons: mend them there and import the file again. */
  @Get('/don-vi/nhap-danh-sach/:id/dong-loi')
  @Requires('roster.import')
  async badRows(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query() { dang }: FileFormatQueryDto) {
    const rows = await this.imports.rows(actor, id, 'error', { offset: 0, limit: MOST });
    const [headers, ...lines] = badRowLines(rows);
    const columns = headers.map((header) => ({ header, width: 24 }));
    return tableFile(dang, {
      fileName: 'dong-loi',
      title: 'Dòng chưa nhận',
      at: this.clock.now(),
      columns,
      rows: lines,
    });
  }

  /** A roster with all it holds: imported again it changes nothing. */
  @Get('/don-vi/:unitId/xuat-danh-sach')
  @Requires('roster.import')
  async export(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Query() query: ExportQueryDto) {
    const people = await this.exporter.rows(actor, {
      unitId,
      capacity: query['doi-tuong'],
      purpose: PURPOSES[query['muc-dich']],
    });
    return rosterFile(query.dang, people, this.clock.now());
  }
}

function badRowLines(rows: ImportRowView[]): string[][] {
  const columns = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter((column) =>
    rows.some(({ cells }) => cells[column]),
  );
  return [
    [...columns.map((column) => COLUMNS[column]), 'Dòng trong tệp đã nhập', 'Lý do chưa nhận'],
    ...rows.map((row) => [
      ...columns.map((column) => row.cells[column] ?? ''),
      String(row.rowNumber),
      row.reasons.map(sentenceOf).join(' '),
    ]),
  ];
}
