import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** Time-ordered id for rows. */
export const newId = (): string => v7();

/** A person's id says nothing, not even when it was made. */
export const newPersonId = (): string => randomUUID();
