import { DomainError } from '#libs/platform';

/** A code sent twice was taken the first time, which is all its sender wants. */
export async function onceOnly(confirmed: Promise<void>): Promise<void> {
  await confirmed.catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'code.used')) throw error;
  });
}
