import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ProgramLogger, RuntimeConfig, readConfig, requireDatabase, runProgram } from '#libs/platform';
import { WorkerModule } from './worker.module.js';

await runProgram(async () => {
  const config = readConfig(RuntimeConfig);
  requireDatabase(config);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
    logger: new ProgramLogger(['error', 'warn']),
    abortOnError: false,
  });
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  process.send?.('ready');
  // Without its supervisor nobody would stop it.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
});
