import { keep, keptFor } from './keep.js';
import { pauseAfter } from './pause.js';
import { send } from './send.js';

/** The list of answers: what has not gone yet goes first, then the list is shown anew. */
export async function sendAllOf(place: HTMLElement, failures = 0): Promise<void> {
  const attemptId = place.dataset.unsent!;
  const unsent = keptFor(attemptId);
  if (unsent.length === 0) return;
  place.hidden = false;
  const token = document.querySelector<HTMLInputElement>('[name=_csrf]')!.value;
  while (unsent.length > 0) {
    const { outcome } = await send(unsent[0]!, token);
    if (outcome === 'later' || outcome === 'portal') {
      setTimeout(() => void sendAllOf(place, failures + 1), pauseAfter(failures));
      return;
    }
    if (outcome === 'again') break;
    unsent.shift();
    keep(attemptId, outcome === 'over' ? [] : unsent);
  }
  location.reload();
}
