import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HashQueue } from './hash-queue.js';

/** How far below those who serve pages a hash stands when both want a core, in steps of `nice`. */
const NICE = 10;
const IDLE_MS = 20_000;

/**
 * On Linux a thread that sets "its process's" priority sets its own: hashes then take the cores that pages leave free,
 * and a page that wakes takes one back at once. Elsewhere they only queue. Text, because it runs without a build too.
 */
const CODE = `
const { parentPort, workerData } = require('node:worker_threads');
const { hashSync, verifySync } = require(workerData.argon2);
if (process.platform === 'linux') {
  try { const os = require('node:os'); os.setPriority(0, Math.min(19, os.getPriority(0) + workerData.nice)); } catch {}
}
parentPort.on('message', ({ stored, password, options }) => {
  try {
    parentPort.postMessage({ value: stored === null ? hashSync(password, options) : verifySync(stored, password) });
  } catch (error) {
    parentPort.postMessage({ error: String(error.message) });
  }
});`;

export interface HashJob {
  /** Null: make a hash. */
  stored: string | null;
  password: string;
  options?: { memoryCost: number; timeCost: number; parallelism: number };
}

type Answer = { value: string | boolean; error?: undefined } | { error: string };

/** Threads of their own for hashes, as many at once as there are cores; they end when nobody has signed in for a while. */
class HashWorkers {
  private readonly queue = new HashQueue(Math.max(1, availableParallelism()));
  private readonly free: Worker[] = [];
  private rest?: NodeJS.Timeout;

  run<T extends string | boolean>(job: HashJob): Promise<T> {
    return this.queue.run(async () => {
      const worker = this.free.pop() ?? this.start();
      try {
        const value = await ask(worker, job);
        this.free.push(worker);
        return value as T;
      } catch (error) {
        void worker.terminate();
        throw error;
      } finally {
        this.restLater();
      }
    });
  }

  /** One clock for all: a second one would end threads in the middle of a rush. */
  private restLater(): void {
    this.rest ??= setTimeout(() => this.free.splice(0).forEach((idle) => void idle.terminate()), IDLE_MS).unref();
    this.rest.refresh();
  }

  private start(): Worker {
    const argon2 = createRequire(import.meta.url).resolve('@node-rs/argon2');
    const worker = new Worker(CODE, { eval: true, workerData: { argon2, nice: NICE }, env: {} });
    // One that dies while it rests is simply not asked again.
    worker
      .on('error', () => undefined)
      .on('exit', () => {
        const at = this.free.indexOf(worker);
        if (at >= 0) this.free.splice(at, 1);
      });
    return worker;
  }
}

export const hashWorkers = new HashWorkers();

/** Keeps the process alive while there is an answer to come, and no longer. */
async function ask(worker: Worker, job: HashJob): Promise<string | boolean> {
  let answered!: (answer: Answer) => void;
  let ended!: () => void;
  worker.ref();
  try {
    return await new Promise<string | boolean>((done, fail) => {
      answered = (answer) => (answer.error === undefined ? done(answer.value) : fail(new Error(answer.error)));
      ended = () => fail(new Error('the hashing thread ended'));
      worker.on('message', answered).on('error', ended).on('exit', ended);
      worker.postMessage(job);
    });
  } finally {
    // One by one: removing all would take away those the thread itself lives by.
    worker.off('message', answered).off('error', ended).off('exit', ended);
    worker.unref();
  }
}
