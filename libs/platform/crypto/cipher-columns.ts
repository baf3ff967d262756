export interface CipherColumn {
  table: string;
  column: string;
  /** What the cipher authenticates; the owner of the table encrypts with the same. */
  context: string;
}

const of = (table: string, columns: Record<string, string>): CipherColumn[] =>
  Object.entries(columns).map(([column, context]) => ({ table, column, context }));

/** Every encrypted column; a test finds one that is missing here. */
export const CIPHER_COLUMNS: CipherColumn[] = [
  ...of('identity', {
    phone_cipher: 'identity.phone',
    personal_number_cipher: 'identity.personal_number',
    address_cipher: 'identity.address',
  }),
  ...of('verification_code', { payload_cipher: 'verification_code.payload' }),
  ...of('outbound_message', { recipient_cipher: 'outbound_message.recipient', body_cipher: 'outbound_message.body' }),
  ...of('roster_import_row', { values_cipher: 'roster_import_row.values' }),
  ...of('roster_import_file', { content_cipher: 'roster_import_file.content' }),
  ...of('roster_import_effect', { identity_cipher: 'roster_import_effect.identity' }),
  ...of('second_factor', { secret_cipher: 'second_factor.secret' }),
  ...of('guardian', { name_cipher: 'guardian.name', phone_cipher: 'guardian.phone' }),
  ...of('rights_case', { wish_cipher: 'rights_case.wish', answer_cipher: 'rights_case.answer' }),
  ...of('rights_case_event', { note_cipher: 'rights_case_event.note' }),
  ...of('external_identity', { subject_cipher: 'external_identity.subject' }),
  ...of('provider_sign_in', { payload_cipher: 'provider_sign_in.payload' }),
  ...of('assisted_card', { secret_cipher: 'assisted_card.secret' }),
];
