import { hash, randomBytes } from 'node:crypto';

/** 256 random bits; only their digest is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const tokenHash = (token: string): Buffer => hash('sha256', token, 'buffer');
