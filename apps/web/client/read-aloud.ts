/** Reads a page aloud with the phone's own Vietnamese voice. Without such a voice the page says how to get one. */

interface Part {
  button: HTMLButtonElement;
  name: string;
  /** Asked for when it is read: an answer may have come since. */
  text: () => string;
}

const place = document.querySelector<HTMLElement>('[data-read-aloud]');
const speech = window.speechSynthesis as SpeechSynthesis | undefined;
let voice: SpeechSynthesisVoice | undefined;
let reading: Part | null = null;

const textOf = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
const isHeading = (element: Element): boolean => /^H[1-6]$/.test(element.tagName);

/** Sentence by sentence: some phones fall silent within a long text. */
const sentencesOf = (text: string): string[] => text.match(/[^.!?…:;]+[.!?…:;”"]*/g) ?? [];

function stop(): void {
  if (reading) show(reading, false);
  reading = null;
  speech!.cancel();
}

function show({ button, name }: Part, on: boolean): void {
  const words = (on ? place!.dataset.stop : place!.dataset.readAloud)!;
  button.textContent = words;
  button.setAttribute('aria-label', `${words}: ${name}`);
}

function start(part: Part): void {
  stop();
  reading = part;
  show(part, true);
  const sentences = sentencesOf(part.text());
  sentences.forEach((sentence, index) => {
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.voice = voice!;
    utterance.lang = voice!.lang;
    utterance.rate = 0.9;
    utterance.onerror = () => reading === part && stop();
    if (index === sentences.length - 1) utterance.onend = () => reading === part && stop();
    speech!.speak(utterance);
  });
}

/** A button after the element, with a name that says what it reads. */
function offer(after: Element, name: string, text: () => string): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'read-aloud';
  const part: Part = { button, name, text };
  show(part, false);
  button.addEventListener('click', () => (reading === part ? stop() : start(part)));
  after.after(button);
}

/** A heading with all that stands below it, down to the next one. */
function offerSections(article: HTMLElement): void {
  const blocks = [...article.querySelectorAll('h1, .prose > *, .gist > *')].filter(
    ({ className }) => className !== 'read-aloud',
  );
  blocks.forEach((block, index) => {
    if (!isHeading(block)) return;
    const next = blocks.findIndex((later, at) => at > index && isHeading(later));
    const section = blocks.slice(index, next === -1 ? undefined : next);
    offer(block, textOf(block), () => section.map(spoken).join(' '));
  });
}

/** Points and cells are sentences of their own, with or without a full stop. */
function spoken(block: Element): string {
  const lines = [...block.querySelectorAll('li, p, td, th')].filter((line) => !line.querySelector('li, p'));
  return (lines.length > 0 ? lines : [block]).map((line) => textOf(line).replace(/([^.!?…:;])$/, '$1.')).join(' ');
}

/** A question, and beside it each of its options. */
function offerQuestion(form: HTMLElement): void {
  const legend = form.querySelector('legend');
  if (legend) offer(legend, textOf(legend), () => textOf(legend));
  for (const choice of form.querySelectorAll('.choice')) {
    const row = document.createElement('div');
    row.className = 'choice-row';
    choice.replaceWith(row);
    row.append(choice);
    offer(choice, textOf(choice), () => textOf(choice));
  }
}

function tellNoVoice(none: boolean): void {
  const how = document.querySelector<HTMLElement>('[data-no-voice]');
  if (how) how.hidden = !none;
}

function begin(): void {
  const voices = speech!.getVoices();
  voice = voices.find(({ lang }) => /^vi\b/i.test(lang.replace('_', '-')));
  if (!voice) {
    if (voices.length > 0) tellNoVoice(true);
    return;
  }
  tellNoVoice(false);
  speech!.removeEventListener('voiceschanged', begin);
  if (place!.querySelector('legend')) offerQuestion(place!);
  else offerSections(place!);
  addEventListener('pagehide', stop);
}

if (place && speech) {
  // Many phones tell their voices only a while after the page.
  speech.addEventListener('voiceschanged', begin);
  begin();
  setTimeout(() => voice ?? tellNoVoice(true), 3000);
} else if (place) tellNoVoice(true);
