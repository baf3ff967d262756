import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  PSEUDONYM,
  PersonalData,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type RetentionTask,
  type Tx,
} from '#libs/platform';
import { ErasePrintedCertificates } from './erase-printed-certificates.service.js';
import { certificateSection } from './personal-data.vi.js';
import { RemovePrints } from './printing/remove-prints.service.js';

/** That a certificate was issued is a fact; what it prints names its holder and goes, with the file. */
@Injectable()
export class CredentialsData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'credentials';
  readonly tables = {
    certificate: PSEUDONYM,
    certificate_revocation: PSEUDONYM,
    certificate_payload: {
      holds: 'identity',
      gone: 'certificate_id IN (SELECT id FROM certificate WHERE person_id = $1)',
    } as const,
    certificate_print: PSEUDONYM,
    // Whose papers stand in a file: the file goes with whoever is erased.
    certificate_print_item: {
      holds: 'pseudonym',
      gone: 'certificate_id IN (SELECT id FROM certificate WHERE person_id = $1)',
    } as const,
  };
  readonly retention: RetentionTask[] = [
    { kind: 'certificate-print', days: 7, purge: (tx, before) => this.prints.before(tx, before) },
  ];

  constructor(
    private readonly data: PersonalData,
    private readonly printed: ErasePrintedCertificates,
    private readonly prints: RemovePrints,
  ) {}

  onModuleInit(): void {
    this.data.register(this);
  }

  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const rows = await tx.query(
      `SELECT c.code, p.printed->>'fullName' AS name, p.printed->>'courseTitle' AS course, c.issued_at AS at, r.reason AS revoked
       FROM certificate c LEFT JOIN certificate_payload p ON p.certificate_id = c.id
       LEFT JOIN certificate_revocation r ON r.certificate_id = c.id WHERE c.person_id = $1 ORDER BY c.issued_at`,
      [personId],
    );
    return [{ ...certificateSection, rows }];
  }

  async erase(tx: Tx, { personId }: DataSubject): Promise<void> {
    await this.printed.of(tx, personId);
  }
}
