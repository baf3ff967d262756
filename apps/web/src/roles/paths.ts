import { ParseUUIDPipe } from '@nestjs/common';

/** An id in a path; anything else is a page that does not exist. */
export const ID = new ParseUUIDPipe({ errorHttpStatusCode: 404 });

export const ROLES = '/quan-tri/vai-tro';
export const GIVE = '/quan-tri/vai-tro/giao';
export const endPath = (grantId: string) => `${ROLES}/${grantId}/thoi-giao`;
export const proposalPath = (proposalId: string) => `${ROLES}/de-xuat/${proposalId}`;
export const crumbs = (label: string) => [{ href: ROLES, label: 'Vai trò và quyền' }, { label }];
export const REVIEWS = '/quan-tri/ra-soat-quyen';
export const reviewPath = (reviewId: string) => `${REVIEWS}/${reviewId}`;
