import { keep, keptFor, nextTurn, type Unsent } from './keep.js';
import { pauseAfter } from './pause.js';
import { send, type Answered } from './send.js';

/** Someone who changes their mind at once sends one answer. */
const SETTLE_MS = 250;

/** The form of one question: sends what is chosen, keeps what could not be sent, and tells which of the two it is. */
export class Question {
  private readonly inputs: HTMLInputElement[];
  private readonly told: HTMLElement;
  private readonly attemptId = this.field('attemptId');
  private readonly questionId = this.field('questionId');
  /** As the server has it; null when that is not known. */
  private saved: string | null;
  private unsent: Unsent[];
  private kept = true;
  private sending = false;
  private failures = 0;
  private timer = 0;
  private settling = 0;
  private goTo: string | null = null;

  constructor(private readonly form: HTMLFormElement) {
    this.inputs = [...form.querySelectorAll<HTMLInputElement>('[name=answer]')];
    this.told = form.querySelector<HTMLElement>('[data-state]')!;
    const shown = this.inputs.filter((input) => input.defaultChecked).map(({ value }) => value);
    this.saved = 'held' in form.dataset ? null : shown.join();
    this.unsent = keptFor(this.attemptId);
    this.restore();
    this.listen();
    void this.pump();
  }

  private field(name: string): string {
    return this.form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value;
  }

  /** What was chosen here before and has not gone is chosen again. */
  private restore(): void {
    const waiting = this.waiting();
    if (waiting) for (const input of this.inputs) input.checked = waiting.answer.includes(input.value);
  }

  private waiting(): Unsent | undefined {
    return this.unsent.find(({ questionId }) => questionId === this.questionId);
  }

  private chosen(): string[] {
    return this.inputs.filter(({ checked }) => checked).map(({ value }) => value);
  }

  private listen(): void {
    this.form.addEventListener('change', () => this.changed());
    this.form.addEventListener('submit', (event) => this.press(event as SubmitEvent));
    addEventListener('online', () => this.backOnline());
    document.addEventListener('visibilitychange', () => document.hidden || void this.pump());
    addEventListener('pagehide', () => this.note());
    addEventListener('beforeunload', (event) => {
      this.note();
      if (this.unsent.length === 0 || this.kept) return;
      event.preventDefault();
      event.returnValue = ''; // what Chrome before 119 asks for
    });
  }

  /** What is being sent may still fail for the time before: then it is tried again soon. */
  private backOnline(): void {
    this.failures = 0;
    void this.pump();
  }

  private changed(): void {
    this.goTo = null;
    if (!this.sending) this.say('');
    clearTimeout(this.settling);
    if ('saveData' in this.form.dataset) return;
    this.settling = window.setTimeout(() => {
      this.note();
      void this.pump();
    }, SETTLE_MS);
  }

  private press(event: SubmitEvent): void {
    this.goTo = (event.submitter as HTMLElement | null)?.dataset.href ?? null;
    if (this.goTo === null) return;
    event.preventDefault();
    delete this.form.dataset.sent;
    this.failures = 0;
    this.note();
    void this.pump();
  }

  /** Takes what is chosen now as the answer to send, in place of an earlier one that has not gone. */
  private note(): void {
    clearTimeout(this.settling);
    const answer = this.chosen();
    const waiting = this.waiting();
    if (answer.join() === (waiting ? waiting.answer.join() : this.saved)) return;
    const { attemptId, questionId } = this;
    const path = this.form.getAttribute('action')!;
    this.unsent = this.unsent.filter((one) => one !== waiting);
    this.unsent.push({ path, attemptId, questionId, answer, at: Date.now(), ...nextTurn() });
    this.kept = keep(attemptId, this.unsent);
  }

  /** One after the other, in the order they were given. */
  private async pump(): Promise<void> {
    clearTimeout(this.timer);
    if (this.sending) return;
    this.sending = true;
    while (this.unsent.length > 0) {
      this.say('sending');
      const one = this.unsent[0]!;
      const answered = await send(one, this.field('_csrf'));
      if (!this.goesOn(one, answered)) return;
    }
    this.sending = false;
    this.failures = 0;
    if (this.goTo) location.assign(this.goTo);
    else this.say(this.saved && this.chosen().join() === this.saved ? 'saved' : '');
  }

  /** False when sending stops here: until later, or because another page comes. */
  private goesOn(one: Unsent, { outcome, next }: Answered): boolean {
    const mine = one.questionId === this.questionId;
    if (outcome === 'later' || outcome === 'portal') {
      this.sending = false;
      this.say(navigator.onLine ? outcome : 'offline');
      this.timer = window.setTimeout(() => void this.pump(), pauseAfter(this.failures++));
      return false;
    }
    // Kept until it is saved: whoever signs in now finds it here again.
    if (outcome === 'again') return this.leave(() => (mine ? this.sendAsForm(one) : location.reload()));
    this.unsent = outcome === 'over' ? [] : this.unsent.filter((other) => other !== one);
    this.kept = keep(this.attemptId, this.unsent);
    if (outcome === 'over') return this.leave(() => location.assign(next!));
    if (outcome === 'refused' && mine) return this.leave(() => this.sendAsForm(one));
    if (outcome === 'saved' && mine) this.saved = one.answer.join();
    return true;
  }

  private leave(by: () => void): false {
    by();
    return false;
  }

  /** As without a script: the page that comes says what to do. */
  private sendAsForm({ senderId, turn }: Unsent): void {
    for (const [name, value] of Object.entries({ senderId, turn: String(turn) }))
      this.form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    this.form.submit();
  }

  private say(state: string): void {
    const { dataset } = this.told;
    const waits = ['later', 'portal', 'offline'].includes(state);
    const after = waits ? [this.goTo && dataset.thenOn, this.kept ? dataset.kept : dataset.unkept] : [];
    dataset.state = state;
    this.told.textContent = [dataset[state], ...after].filter(Boolean).join(' ');
  }
}
