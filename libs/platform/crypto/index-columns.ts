export interface IndexColumn {
  table: string;
  /** The primary key, by which the rows are walked. */
  key: string;
  column: string;
  /** Where the indexed value is read from, and what its cipher authenticates. */
  source: { table: string; column: string; context: string };
  /** What the index is made over; the owner of the table makes it with the same. */
  context: string;
}

/**
 * Every blind index that outlives a day. The phone somebody signs in with is kept nowhere but as their phone: an account
 * with another one gets its new index at the next sign-in.
 */
export const INDEX_COLUMNS: IndexColumn[] = [
  {
    table: 'identity',
    key: 'person_id',
    column: 'phone_index',
    source: { table: 'identity', column: 'phone_cipher', context: 'identity.phone' },
    context: 'identity.phone',
  },
  {
    table: 'identity',
    key: 'person_id',
    column: 'personal_number_index',
    source: { table: 'identity', column: 'personal_number_cipher', context: 'identity.personal_number' },
    context: 'identity.personal_number',
  },
  {
    table: 'account',
    key: 'person_id',
    column: 'login_index',
    source: { table: 'identity', column: 'phone_cipher', context: 'identity.phone' },
    context: 'identity.phone',
  },
  {
    table: 'external_identity',
    key: 'id',
    column: 'subject_index',
    source: { table: 'external_identity', column: 'subject_cipher', context: 'external_identity.subject' },
    context: 'mac:external_identity.subject',
  },
  {
    table: 'outbound_message',
    key: 'id',
    column: 'recipient_index',
    source: { table: 'outbound_message', column: 'recipient_cipher', context: 'outbound_message.recipient' },
    context: 'outbound_message.recipient_index',
  },
];
