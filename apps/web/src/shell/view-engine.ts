import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import view from '@fastify/view';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Handlebars from 'handlebars';
import { registerHelpers } from './helpers.js';

/** Templates live beside their controllers; partials in shell/partials are known by their file name. */
const VIEWS = join(dirname(fileURLToPath(import.meta.url)), '..');

export async function useViews(app: NestFastifyApplication, production: boolean): Promise<void> {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars);
  const partials = Object.fromEntries(
    readdirSync(join(VIEWS, 'shell/partials'))
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => [file.replace('.hbs', ''), `shell/partials/${file}`]),
  );
  await app.register(view, {
    engine: { handlebars },
    root: VIEWS,
    layout: 'shell/layout.hbs',
    production,
    options: { partials, compileOptions: { strict: false, preventIndent: true } },
  } as never);
}
