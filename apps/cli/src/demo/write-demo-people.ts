import type { EntityManager } from 'typeorm';
import { LEARNING_CONSENT, PHONE, phoneIndex } from '#libs/identity';
import { fold, newId, type KeyRing } from '#libs/platform';
import { insertRows } from './bulk.js';
import type { DemoPerson } from './demo-plan.js';

/** When demo people confirmed their phones and gave the consent of the sign-up form. */
export const SIGNED_UP = '2026-01-05T02:00:00Z';

export async function writePeople(
  tx: EntityManager,
  people: DemoPerson[],
  keys: KeyRing,
  passwordHash: string,
): Promise<void> {
  await insertRows(
    tx,
    'person',
    { id: 'uuid' },
    people.map(({ personId }) => [personId]),
  );
  await insertRows(
    tx,
    'identity',
    {
      person_id: 'uuid',
      full_name: 'text',
      folded_name: 'text',
      birth_year: 'int',
      birth_date: 'date',
      phone_cipher: 'text',
      phone_index: 'text',
      phone_verified_at: 'timestamptz',
    },
    people.map(({ personId, fullName, birthDate, phone }) => [
      personId,
      fullName,
      fold(fullName),
      Number(birthDate.slice(0, 4)),
      birthDate,
      keys.encrypt(phone, PHONE),
      phoneIndex(keys, phone),
      SIGNED_UP,
    ]),
  );
  await insertRows(
    tx,
    'account',
    { id: 'uuid', person_id: 'uuid', login_index: 'text', password_hash: 'text' },
    people.map(({ personId, phone }) => [newId(), personId, phoneIndex(keys, phone), passwordHash]),
  );
  await insertRows(
    tx,
    'consent',
    {
      id: 'uuid',
      person_id: 'uuid',
      purpose: 'text',
      text_version: 'text',
      action: 'text',
      method: 'text',
      at: 'timestamptz',
    },
    people.map(({ personId }) => [
      newId(),
      personId,
      LEARNING_CONSENT.purpose,
      LEARNING_CONSENT.textVersion,
      'given',
      'sign-up-form',
      SIGNED_UP,
    ]),
  );
}

export async function writeMemberships(tx: EntityManager, people: DemoPerson[]): Promise<void> {
  await insertRows(
    tx,
    'membership',
    {
      id: 'uuid',
      person_id: 'uuid',
      unit_id: 'uuid',
      capacity: 'text',
      position: 'text',
      is_head: 'boolean',
      source: 'text',
      valid_from: 'date',
      valid_to: 'date',
      recorded_at: 'timestamptz',
    },
    people.flatMap(({ personId, memberships }) =>
      memberships.map((m) => [
        newId(),
        personId,
        m.unitId,
        m.capacity,
        m.position,
        m.isHead,
        'roster',
        m.from,
        m.to,
        `${m.from}T01:00:00Z`,
      ]),
    ),
  );
}
