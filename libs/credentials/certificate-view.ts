import type { PrintedCertificate } from './certificate.entity.js';

export interface CertificateView {
  code: string;
  /** Null once it was erased on request; on the verification page also when it was revoked. */
  printed: PrintedCertificate | null;
  issuedAt: Date;
  /** The file can be fetched. */
  ready: boolean;
  /** The picture for sharing can be fetched. */
  hasCard: boolean;
  /** Null while it is valid. */
  revokedAt: Date | null;
  revokedReason: string | null;
}

/** Add a WHERE on `c`, the certificate. */
export const SELECT_VIEW = `SELECT c.code, p.printed, c.issued_at AS "issuedAt", p.file_key IS NOT NULL AS ready,
    p.card_key IS NOT NULL AS "hasCard",
    r.at AS "revokedAt", r.reason AS "revokedReason"
  FROM certificate c LEFT JOIN certificate_payload p ON p.certificate_id = c.id
  LEFT JOIN certificate_revocation r ON r.certificate_id = c.id`;
