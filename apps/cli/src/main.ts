import 'reflect-metadata';
import { commands, type Command } from './commands.js';

const [name = 'help', ...args] = process.argv.slice(2);
const command: Command | undefined = commands[name];
if (!command) {
  const list = Object.entries(commands).map(([key, { about }]) => `  ${key.padEnd(26)} ${about}`);
  process.stdout.write(`Học Vụ Số: lệnh cho người vận hành\n\n${list.join('\n')}\n`);
  process.exit(name === 'help' ? 0 : 2);
}
const { runProgram } = await import('#libs/platform');
await runProgram(() => command.run(args));
