import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';

interface Key {
  id: string;
  encryption: Buffer;
  index: Buffer;
}

/**
 * The keys of encrypted fields. The first secret encrypts and indexes, every one decrypts and is looked up under: a new key
 * put in front takes over by and by, and who is looked up by phone is found before, during and after `keys.rotate`.
 * A ciphertext is `keyId.base64url(iv | tag | data)` (AES-256-GCM); `context` (table.column) is authenticated,
 * so that a value copied into another column does not decrypt.
 */
@Injectable()
export class KeyRing {
  private readonly keys: Key[];

  constructor(secrets: string[]) {
    if (secrets.length === 0) throw new Error('KeyRing needs at least one secret');
    this.keys = secrets.map((secret) => ({
      id: createHash('sha256').update(`id:${secret}`).digest('hex').slice(0, 8),
      encryption: derive(secret, 'field-encryption'),
      index: derive(secret, 'blind-index'),
    }));
  }

  /** The id of the key that encrypts. */
  get newest(): string {
    return this.keys[0].id;
  }

  encrypt(plain: string, context: string): string {
    const key = this.keys[0];
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key.encryption, iv).setAAD(Buffer.from(context));
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64url')}`;
  }

  decrypt(stored: string, context: string): string {
    const [id, body] = stored.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (!key) throw new Error(`no key ${id} in the key ring`);
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.encryption, bytes.subarray(0, 12))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  /** `keyId.digest` under the newest key, to be written. Equal values have equal ones; nothing else can be learned from it. */
  blindIndex(value: string, context: string): string {
    return this.blindIndexes(value, context)[0]!;
  }

  /** What the value may stand under, the newest first: to look up, ask for `= ANY` of them. Before keys had ids it was the digest alone. */
  blindIndexes(value: string, context: string): string[] {
    return this.keys.flatMap(({ id, index }) => {
      const digest = createHmac('sha256', index).update(`${context}:${value}`).digest('base64url');
      return [`${id}.${digest}`, digest];
    });
  }

  /** A keyed digest for one purpose (form tokens, one-time codes). */
  mac(value: string, purpose: string): string {
    return createHmac('sha256', this.keys[0].index).update(`mac:${purpose}:${value}`).digest('base64url');
  }
}

/** Compares without telling by its time where two texts differ. */
export function safeEqual(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'hoc-vu-so', purpose, 32));
}
