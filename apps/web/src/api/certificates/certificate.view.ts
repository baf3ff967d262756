import type { CertificateView } from '#libs/credentials';
import type { CertificateResponse } from './certificates.dto.js';

/** A revocation is said first: it holds for an erased paper too. */
export function certificateOf(view: CertificateView): CertificateResponse {
  const state = view.revokedAt ? 'revoked' : view.printed ? 'valid' : 'erased';
  return { ...view, state };
}
