import type { FastifyRequest } from 'fastify';

/** The browser's own switch ("Tiết kiệm dữ liệu"): what a page does without comes only when it is asked for. */
export const savesData = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  /^on$/i.test(String(headers['save-data'] ?? '').trim());
