/** Sentences only programs meet. */
export const apiMessages: Record<string, string> = {
  'client-key.invalid': 'clientKey phải là một mã UUID do chương trình tạo ra.',
};
