import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Sessions } from '#libs/identity';
import { OpenLesson } from '#libs/learning';
import { ProgramLogger, Clock, type RuntimeConfig } from '#libs/platform';
import { AppModule } from './app.module.js';
import { registerLessonsBySession } from './learn/lesson-by-session.hook.js';
import { ASSET_FOLDER } from './shell/assets.js';
import { refuseShapelessBodies } from './shell/body-shape.js';
import { closeConnectionsWhenAnswered } from './shell/drain.js';
import { ProblemFilter } from './shell/errors/problem.filter.js';
import { Renderer } from './shell/renderer.js';
import { declareWho, registerSessions } from './shell/session.hook.js';
import { validationPipe } from './shell/validation.js';
import { closeUploadsToStrangers, registerUploads } from './shell/uploads.js';
import { useViews } from './shell/view-engine.js';
import { VisitorPages } from './shell/visitor-pages.js';

/** Whoever sends a request more slowly than this is not waited for: a roster over a weak line takes a few minutes. */
const REQUEST_MS = 300_000;

/** The web, ready to listen. Tests use the same. */
export async function createApp(
  config: RuntimeConfig,
  options: { watch?: boolean; poolSize?: number; assets?: boolean; lingerMs?: number } = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    trustProxy: config.trustedProxies,
    bodyLimit: 1024 * 1024,
    requestTimeout: REQUEST_MS,
    // Everything it needs is there until the last is answered.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, options.poolSize), adapter, {
    logger: new ProgramLogger(config.nodeEnv === 'test' ? ['error'] : ['error', 'warn']),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  closeConnectionsWhenAnswered(fastify as never, options.lingerMs);
  const visitorPages = new VisitorPages();
  declareWho(fastify as never);
  if (!options.watch) {
    visitorPages.answer(fastify as never);
    registerLessonsBySession(fastify as never, {
      lessons: app.get(OpenLesson, { strict: false }),
      renderer: app.get(Renderer),
      clock: app.get(Clock),
    });
  }
  await app.register(cookie);
  await app.register(helmet, securityHeaders(config));
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
  visitorPages.keep(fastify as never);
  await registerUploads(app, fastify as never);
  if (options.assets) {
    // Loaded here because its dependencies are ES modules that a test's loader cannot require.
    await app.register((await import('@fastify/static')).default, {
      root: ASSET_FOLDER,
      prefix: '/tinh/',
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
      index: false,
    });
  }
  await useViews(app, !options.watch);
  registerSessions(fastify as never, app.get(Sessions, { strict: false }));
  closeUploadsToStrangers(fastify as never);
  refuseShapelessBodies(fastify as never);
  app.get(Renderer).formTokens.register(fastify as never);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(app.get(ProblemFilter));
  await app.init();
  await fastify.ready();
  return app;
}

function securityHeaders(config: RuntimeConfig) {
  const secure = config.baseUrl.startsWith('https:');
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' as const },
  };
}
