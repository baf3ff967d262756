import { Agent, request } from 'node:http';
import { BROWSER } from './load.js';

export interface Call {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  expected: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Milliseconds from sending to the last byte. */
export function timed({ url, method = 'GET', headers, body, expected }: Call): Promise<number> {
  const started = performance.now();
  return new Promise((done, fail) => {
    const sent = request(url, { method, agent, headers: { ...BROWSER, ...headers } }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === expected) done(performance.now() - started);
        else fail(new Error(`${url}: mã trả lời ${answer.statusCode}, cần ${expected}.`));
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** One call after the other with a pause between: someone who reads, not a machine that loads. Until `stop` says so. */
export async function readerOf(call: Call, pauseMs: number, stop: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!stop()) {
    times.push(await timed(call));
    await new Promise((go) => setTimeout(go, pauseMs));
  }
  return times;
}
