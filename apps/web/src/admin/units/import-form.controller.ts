import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { UNIT_KINDS } from '#libs/organisation';
import { Clock, invalid, newId } from '#libs/platform';
import { MAX_UNIT_ROWS, UnitImports } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { TreeQuery } from './dto.js';
import { UnitFileForm } from './import.dto.js';
import { TREE_PATH, TREE_WORDS, importPath } from './paths.js';
import { COLUMN_NAMES, TREE_NAMES, kindName } from './words.js';

/** Choosing a file of units, its tree and its day. */
@Controller()
export class UnitImportFormController {
  constructor(
    private readonly imports: UnitImports,
    private readonly clock: Clock,
  ) {}

  @Get('/quan-tri/don-vi/nhap')
  @Requires('unit.edit')
  form(@Query() query: TreeQuery) {
    return this.formPage(query.he);
  }

  @Post('/quan-tri/don-vi/nhap')
  @Requires('unit.edit')
  @OnInvalid<UnitImportFormController>((self, request) => self.formPage((request.body as { he?: string } | null)?.he))
  async stage(@CurrentActor() actor: Actor, @Body() { he, file, ...change }: UnitFileForm) {
    if (!Buffer.isBuffer(file.data) || file.data.length === 0)
      throw invalid('import.file-missing', { file: 'import.file-missing' });
    const id = await this.imports.stage(actor, {
      ...change,
      tree: TREE_WORDS[he],
      fileName: file.fileName || 'don-vi',
      bytes: file.data,
    });
    return seeOther(importPath(id));
  }

  private formPage(word?: string) {
    const he = word && TREE_WORDS[word] ? word : 'dia-ban';
    return page('admin/units/import-form', {
      title: 'Nhập đơn vị từ tệp',
      breadcrumbs: [{ href: TREE_PATH, label: 'Cây đơn vị' }, { label: 'Nhập từ tệp' }],
      he,
      trees: Object.entries(TREE_WORDS).map(([value, tree]) => ({ value, label: TREE_NAMES[tree] })),
      kinds: Object.values(TREE_WORDS).map((tree) => ({
        tree: TREE_NAMES[tree],
        names: UNIT_KINDS[tree].map(kindName),
      })),
      columns: Object.values(COLUMN_NAMES),
      maxRows: MAX_UNIT_ROWS,
      clientKey: newId(),
      today: this.clock.today(),
      action: `${TREE_PATH}/nhap`,
      templates: [
        { name: 'Tải tệp mẫu Excel', href: `${TREE_PATH}/nhap/mau?he=${he}&kieu=xlsx` },
        { name: 'Tải tệp mẫu CSV', href: `${TREE_PATH}/nhap/mau?he=${he}&kieu=csv` },
      ],
    });
  }
}
