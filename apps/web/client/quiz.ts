import { sendAllOf } from './quiz/check.js';
import { Question } from './quiz/question.js';

/**
 * An answer is sent as soon as it is given, and again until the server has taken it; only then it is called saved.
 * Without this, or when the server wants a page between, the form goes as forms go.
 */
const form = document.querySelector<HTMLFormElement>('form[data-answer]');
const list = document.querySelector<HTMLElement>('[data-unsent]');
if (form) new Question(form);
if (list) void sendAllOf(list);
// Back from a later page: what this one shows may be over.
if (form || list) addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
