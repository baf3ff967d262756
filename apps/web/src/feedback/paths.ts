import { modulePath } from '../learn/paths.js';

export const reportPath = (course: string, module: string): string => `${modulePath(course, module)}/bao-sai`;

/** `version` is the number or the id of the version that was read. */
export const pageReportPath = (course: string, module: string, version: number, page: number): string =>
  `${reportPath(course, module)}?ban=${version}&trang=${page}`;
export const questionReportPath = (course: string, module: string, versionId: string, questionId: string): string =>
  `${reportPath(course, module)}?ban=${versionId}&cau=${questionId}`;

export const receiptPath = (id: string): string => `/phan-anh/${id}`;
