import { request, type OutgoingHttpHeaders } from 'node:http';

export interface RecordedAnswer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Node's server writes these itself. */
const OWN = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Asks once and keeps the answer as it came over the wire (compressed, if it was). */
export function recordAnswer(url: string, headers: Record<string, string>): Promise<RecordedAnswer> {
  return new Promise((done, fail) => {
    request(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', fail);
      response.on('end', () => {
        const body = Buffer.concat(parts);
        const kept = Object.entries(response.headers).filter(([name]) => !OWN.has(name));
        done({
          status: response.statusCode!,
          headers: { ...Object.fromEntries(kept), 'content-length': body.length },
          body,
        });
      });
    })
      .on('error', fail)
      .end();
  });
}
