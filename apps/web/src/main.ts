import 'reflect-metadata';
import { RuntimeConfig, endWithin, makeDataFolder, readConfig, requireDatabase, runProgram } from '#libs/platform';
import { createApp } from './create-app.js';

await runProgram(async () => {
  const config = readConfig(RuntimeConfig);
  requireDatabase(config);
  makeDataFolder(config.dataPath);
  const app = await createApp(config, { watch: process.env.HVS_WATCH === 'yes', assets: true, lingerMs: 500 });
  // Open requests are answered before the connections close (Fastify drains on close).
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  endWithin(25_000);
  await app.listen(config.port, config.host);
  process.send?.('ready');
  // Without its supervisor nobody would stop it, and the next start would find its port taken.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
});
