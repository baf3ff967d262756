import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Settings } from '../config/storage.config.js';
import { DomainError } from '../errors/domain-error.js';

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer;
}

/** What the store answered; its message says which request failed, how, and by which code of S3. */
export class StorageError extends DomainError {
  constructor(
    method: string,
    /** 0: no answer at all. */
    readonly status: number,
    /** `AccessDenied`, `NoSuchBucket`, `SlowDown`, …; of a network error its own code. */
    readonly s3Code: string,
  ) {
    super('unavailable', 'storage.unavailable');
    this.message = `S3 ${method}: ${status || 'no answer'} ${s3Code}`;
  }
}

const ATTEMPTS = 5;
/** Milliseconds; doubled at each attempt, a random half of it added, so that waiting programs do not all come back at once. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;
/** Until the answer begins. */
const PATIENCE = 30_000;
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Signed requests to one bucket. What fails in passing is asked again; bodies are whole, so that they can be sent again. */
export class S3Client {
  private readonly log = new Logger('S3');

  constructor(
    private readonly settings: S3Settings,
    private readonly firstWait = FIRST_WAIT,
  ) {}

  /** Answers 2xx, or null for a key that is not there; everything else throws `StorageError`. */
  async send(request: S3Request): Promise<Response | null> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.once(request).catch((error: unknown) => noAnswer(request, error));
      if (answer instanceof Response && answer.ok) return answer;
      const failure = answer instanceof Response ? await failureOf(request, answer) : answer;
      if (failure.s3Code === 'NoSuchKey') return null;
      if (attempt < ATTEMPTS && (failure.status === 0 || PASSING.has(failure.status))) {
        await wait(this.pause(attempt, answer instanceof Response ? answer.headers.get('retry-after') : null));
        continue;
      }
      if (request.method !== 'HEAD' || failure.status !== 404)
        this.log.error(`${failure.message}, ${this.settings.bucket}/${request.key}, attempt ${attempt}`);
      throw failure;
    }
  }

  private async once({ method, key, query = {}, headers = {}, body }: S3Request): Promise<Response> {
    const { endpoint, bucket, region, accessKey, secretKey } = this.settings;
    const signer = new AwsV4Signer({
      method,
      url: `${endpoint}/${bucket}/${key}?${new URLSearchParams(query)}`.replace(/\?$/, ''),
      headers: { ...headers, 'x-amz-content-sha256': sha256(body) },
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      service: 's3',
      region,
    });
    const signed = await signer.sign();
    const begins = new AbortController();
    const timer = setTimeout(() => begins.abort(new Error('timeout')), PATIENCE);
    const { url, headers: sent } = signed;
    return fetch(url, { method, headers: sent, body: body && new Uint8Array(body), signal: begins.signal }).finally(
      () => clearTimeout(timer),
    );
  }

  /** A store that says when to come back knows better. */
  private pause(attempt: number, retryAfter: string | null): number {
    const asked = Number(retryAfter) * 1000;
    const doubled = this.firstWait * 2 ** (attempt - 1);
    return Math.min(LONGEST_WAIT, asked > 0 ? asked : doubled * (1 + Math.random() / 2));
  }
}

const sha256 = (body: Buffer | undefined): string =>
  createHash('sha256')
    .update(body ?? '')
    .digest('hex');

/** A HEAD has no body, so that its 404 does not say what is missing; whoever sends one asks further. */
async function failureOf({ method }: S3Request, answer: Response): Promise<StorageError> {
  const text = await answer.text().catch(() => '');
  return new StorageError(method, answer.status, text.match(/<Code>(\w+)<\/Code>/)?.[1] ?? 'Unknown');
}

function noAnswer({ method }: S3Request, error: unknown): StorageError {
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return new StorageError(method, 0, cause?.code ?? message);
}
