import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { People, SecuritySettings, isSettingKey, type Actor, type SettingKey, type SettingView } from '#libs/identity';
import { RuntimeConfig, notFound } from '#libs/platform';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { SettingFormDto } from './security.forms.js';
import { boundsText, floorText, settingTexts, sourceTexts, valueText } from './setting-texts.js';

const LIST = '/quan-tri/an-toan';

@Controller()
export class SecuritySettingsController {
  constructor(
    private readonly settings: SecuritySettings,
    private readonly people: People,
    private readonly config: RuntimeConfig,
  ) {}

  @Get(LIST)
  @Requires('security.manage')
  async list() {
    const views = await this.settings.views();
    const names = await this.people.names(views.flatMap(({ set }) => (set ? [set.by] : [])));
    return page('admin/security/settings', {
      title: 'An toàn hệ thống',
      wide: true,
      demo: this.config.demoMode,
      factorOff: this.settings.value('second-factor.compulsory') === 0,
      settings: views.map((view) => ({ ...inWords(view), setBy: view.set && names.get(view.set.by) })),
    });
  }

  @Get('/quan-tri/an-toan/thiet-dat/:key')
  @Requires('security.manage')
  form(@Param('key') key: string) {
    return this.formPage(known(key));
  }

  /** A value is set, never edited: the earlier one stays recorded. */
  @Post('/quan-tri/an-toan/thiet-dat/:key')
  @Requires('security.manage')
  @OnInvalid<SecuritySettingsController>((self, request) =>
    self.formPage(known((request.params as { key: string }).key)),
  )
  async set(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() form: SettingFormDto) {
    await this.settings.set(actor, known(key), form.value, form.reason ?? '');
    return seeOther(LIST, { notice: 'setting-changed' });
  }

  private formPage(key: SettingKey) {
    const view = this.settings.view(key);
    return page('admin/security/setting', {
      title: settingTexts[key].name,
      flag: view.unit === 'flag',
      options: [
        { value: '1', label: 'Bật' },
        { value: '0', label: 'Tắt' },
      ],
      ...inWords(view),
    });
  }
}

function known(key: string): SettingKey {
  if (!isSettingKey(key)) throw notFound('setting.unknown');
  return key;
}

function inWords(view: SettingView) {
  return {
    ...settingTexts[view.key],
    key: view.key,
    current: String(view.current),
    currentText: valueText(view, view.current),
    presetText: valueText(view, view.preset),
    inProduction: view.preset === view.value ? null : valueText(view, view.value),
    bounds: boundsText(view),
    floor: floorText(view),
    source: sourceTexts[view.source],
    weaker: view.weaker,
    fixed: view.fixed,
    built: view.built,
    set: view.set,
  };
}
