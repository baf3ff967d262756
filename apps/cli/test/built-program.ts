import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '#libs/testing';

export interface BuiltProgram {
  base: string;
  process: ChildProcess;
  output(): string;
  /** Gives the exit code; the folder stays. */
  end(): Promise<number | null>;
  /** And the folder goes. */
  stop(): Promise<number | null>;
}

/** Starts what `npm start` starts, from dist, on a data folder of its own, and waits until it is ready. */
export async function startBuiltProgram(
  folder = mkdtempSync(join(tmpdir(), 'hvs-built-')),
  environment: NodeJS.ProcessEnv = {},
): Promise<BuiltProgram> {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'start'], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      DATA_DIR: folder,
      PORT: String(port),
      NODE_OPTIONS: '',
      // Enough for every page, and few enough certificates to draw.
      DEMO_PEOPLE: '100',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(output);
      const answer = await fetch(`${base}/readyz`);
      // The last line of the greeting, which comes a little later.
      if (!answer.ok || !output.includes('Ctrl+C')) throw new Error(`not ready: ${answer.status}\n${output}`);
    },
    { withinMs: 240_000, everyMs: 200 },
  );
  const end = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  return {
    base,
    process: child,
    output: () => output,
    end,
    async stop() {
      const code = await end();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
