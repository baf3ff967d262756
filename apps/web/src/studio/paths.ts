import { ParseUUIDPipe } from '@nestjs/common';

/** An id in a path; anything else is a page that does not exist. */
export const ID = new ParseUUIDPipe({ errorHttpStatusCode: 404 });

export const deskPath = (moduleId: string) => `/bien-soan/${moduleId}`;
export const factsPath = (moduleId: string) => `${deskPath(moduleId)}/thong-tin`;
export const outlinePath = (moduleId: string) => `${deskPath(moduleId)}/de-cuong`;
export const rulePath = (moduleId: string) => `${deskPath(moduleId)}/quy-tac`;
export const readingPath = (moduleId: string) => `${deskPath(moduleId)}/xem-thu`;
export const lessonPath = (moduleId: string, position: number | null) =>
  position === null ? `${deskPath(moduleId)}/bai-moi` : `${deskPath(moduleId)}/bai/${position}`;
export const narrationPath = (moduleId: string, position: number) => `${lessonPath(moduleId, position)}/ghi-am`;
export const withdrawalPath = (moduleId: string, sha256: string) => `${deskPath(moduleId)}/ban-ghi/${sha256}/go`;
export const questionPath = (moduleId: string, key: string) =>
  `${deskPath(moduleId)}/cau-hoi/${encodeURIComponent(key)}`;
export const newQuestionPath = (moduleId: string, type: string) => `${deskPath(moduleId)}/cau-hoi-moi/${type}`;
export const reviewPath = (submissionId: string) => `/kiem-duyet/${submissionId}`;

export const trail = (...steps: { href?: string; label: string }[]) => [
  { href: '/bien-soan', label: 'Biên soạn' },
  ...steps,
];

export const newCoursePath = '/bien-soan/chuyen-de-moi';
export const courseDeskPath = (courseId: string) => `/bien-soan/chuyen-de/${courseId}`;
export const courseFactsPath = (courseId: string) => `${courseDeskPath(courseId)}/thong-tin`;
export const newModulePath = (courseId: string) => `${courseDeskPath(courseId)}/bai-moi`;
export const proposalPath = (proposalId: string) => `/kiem-duyet/chuyen-de/${proposalId}`;

export const contentReportsPath = (state?: string, moduleId?: string) => {
  const query = new URLSearchParams({ ...(state && { 'trang-thai': state }), ...(moduleId && { bai: moduleId }) });
  return `/bien-soan/phan-anh${query.size > 0 ? `?${query}` : ''}`;
};
export const contentReportPath = (id: string) => `/bien-soan/phan-anh/${id}`;
