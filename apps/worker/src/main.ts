import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { RuntimeConfig, readConfig } from '#libs/platform';
import { WorkerModule } from './worker.module.js';

const config = readConfig(RuntimeConfig);
const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), { logger: ['error', 'warn'] });
app.enableShutdownHooks();
process.send?.('ready');
// Without its supervisor nobody would stop it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
