export const adminMessages: Record<string, string> = {
  'job.unknown': 'Không thấy công việc này; có thể nó đã xong.',
  'notice.job-retried': 'Việc này sẽ được thử lại ngay.',
};
