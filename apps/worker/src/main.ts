import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import {
  ProgramLogger,
  RuntimeConfig,
  endWithin,
  makeDataFolder,
  readConfig,
  requireDatabase,
  runProgram,
} from '#libs/platform';
import { WorkerModule } from './worker.module.js';

await runProgram(async () => {
  const config = readConfig(RuntimeConfig);
  requireDatabase(config);
  makeDataFolder(config.dataPath);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
    logger: new ProgramLogger(['error', 'warn']),
    abortOnError: false,
  });
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  endWithin(25_000);
  process.send?.('ready');
  // Without its supervisor nobody would stop it.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
});
