import { SetMetadata, applyDecorators, type CustomDecorator } from '@nestjs/common';
import type { Permission } from '#libs/identity';

/** Who may call a route. A route that declares nothing is closed, and a test fails on it. */
export type Access =
  | { kind: 'public' }
  | { kind: 'signed-in'; cards?: boolean; learns?: boolean }
  | { kind: 'permission'; permission: Permission };

export const ACCESS = 'hvs:access';

export const Public = (): CustomDecorator => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);
/**
 * `cards`: also for who came with a card on somebody else's phone; for learning only.
 * `learns`: keeps something of the person's learning, so not while their data is restricted.
 */
export const SignedIn = (options: { cards?: boolean; learns?: boolean } = {}): CustomDecorator =>
  SetMetadata(ACCESS, { kind: 'signed-in', ...options } satisfies Access);
export const Requires = (permission: Permission) =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'permission', permission } satisfies Access));
