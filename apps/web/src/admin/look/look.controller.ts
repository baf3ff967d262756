import { Controller, Get } from '@nestjs/common';
import { qrSvg } from '../../account/qr-svg.js';
import { Requires } from '../../shell/access.js';
import { page } from '../../shell/page.js';
import { contrastPairs } from './pairs.js';
import * as specimens from './specimens.js';
import { readTokens, type Tokens } from './tokens.js';

/** The living style page: tokens as the styles have them, components as the pages draw them. */
@Controller()
export class LookController {
  @Get('/quan-tri/giao-dien')
  @Requires('job.view')
  async show() {
    const tokens = readTokens();
    return page('admin/look/look', {
      title: 'Giao diện',
      themes: [
        { name: 'Ban ngày', pairs: shown(contrastPairs(tokens, 'light')) },
        { name: 'Ban đêm', pairs: shown(contrastPairs(tokens, 'dark')) },
      ],
      colours: colours(tokens.light, tokens.dark),
      texts: sizes(tokens.light, 'text-'),
      spaces: sizes(tokens.light, 'space-'),
      others: [...sizes(tokens.light, 'touch'), ...sizes(tokens.light, 'radius'), ...sizes(tokens.light, 'measure')],
      specimen: { ...specimens, qr: await qrSvg('https://hocvuso.example') },
      message: 'Thông báo chung của một biểu mẫu chưa gửi được.',
      values: specimens.VALUES,
      errors: specimens.ERRORS,
    });
  }
}

const shown = (pairs: ReturnType<typeof contrastPairs>) =>
  pairs.map((pair) => ({ ...pair, tenths: Math.floor(pair.ratio * 10) / 10 }));

const isColour = (value: string) => /^#[0-9a-f]{6}$/.test(value);

const colours = (light: Tokens, dark: Tokens) =>
  [...light].filter(([, value]) => isColour(value)).map(([name, value]) => ({ name, value, night: dark.get(name) }));

/** `rem` in pixels of the phone's own size; the page starts from 18 (112.5 %). */
const sizes = (tokens: Tokens, start: string) =>
  [...tokens]
    .filter(([name]) => name.startsWith(start))
    .map(([name, value]) => ({ name, value, pixels: pixels(value) }));

function pixels(value: string): number {
  const size = Number.parseFloat(value);
  return Math.min(value.endsWith('rem') ? size * 18 : size, 700);
}
