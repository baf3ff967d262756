import type { PresentedAttempt } from '#libs/assessment';

type Question = PresentedAttempt['questions'][number];

/** The question with the answer chosen that its learner sent when the session had ended; null when it is another's. */
export function withHeldAnswer(
  attempt: PresentedAttempt,
  question: Question,
  held: Record<string, unknown> | null,
): Question | null {
  if (held?.attemptId !== attempt.id || held.questionId !== question.id) return null;
  const chosen = [held.answer ?? []].flat();
  return {
    ...question,
    options: question.options.map((option) => ({ ...option, chosen: chosen.includes(option.value) })),
  };
}
