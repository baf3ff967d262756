import type { Question } from '#libs/assessment';

const MAX_ROWS = 8;

/** The rows of a question's form: as many as asked for while there is room, and every option that it has. */
export function questionRows(question: Question, rows = 0) {
  if (question.type === 'true_false') {
    return {
      answers: [true, false].map((value) => ({
        value: String(value),
        label: value ? 'Đúng' : 'Sai',
        checked: question.answer === value,
        name: value ? 'feedbackTrue' : 'feedbackFalse',
        path: `feedback.${value}`,
        feedback: question.feedback[`${value}`],
      })),
    };
  }
  const { options } = question;
  const count = Math.max(Math.min(MAX_ROWS, rows), options.length);
  const blank = { id: '', text: '', correct: false, feedback: '' };
  return {
    options: Array.from({ length: count }, (_, row) => ({ ...(options[row] ?? blank), row, number: row + 1 })),
    canAdd: count < MAX_ROWS,
  };
}
