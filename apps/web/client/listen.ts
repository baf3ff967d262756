/** A recording of the page: remembers where one stopped and how fast one listens. The browser's own player is whole without. */

import { fetchBeginning } from './listen/beginning.js';

const box = document.querySelector<HTMLElement>('[data-listen]');
const audio = box?.querySelector('audio');

/** Of the last places only: a shared phone does not gather them for ever. */
const KEPT = 40;
const SOON = 3;

/** What is remembered; when the browser refuses storage, until the page is left. */
function memory(): { places: Record<string, number>; rate: number } {
  try {
    const kept = JSON.parse(localStorage.getItem('nghe') ?? '');
    return { places: kept.places ?? {}, rate: Number(kept.rate) || 1 };
  } catch {
    return { places: {}, rate: 1 };
  }
}

function listen(box: HTMLElement, audio: HTMLAudioElement): void {
  const key = box.dataset.listen!;
  const seconds = Number(box.dataset.seconds);
  const part = (name: string) => box.querySelector<HTMLElement>(`[data-${name}]`)!;
  const [resume, failed] = [part('resume'), part('failed')];
  let start = memory().places[key] ?? 0;
  let saved = start;

  /** `at` 0 forgets the place. */
  function keep(at: number, rate = audio.playbackRate): void {
    saved = at;
    const { places } = memory();
    delete places[key];
    if (at > 0) places[key] = Math.round(at);
    for (const old of Object.keys(places).slice(0, -KEPT)) delete places[old];
    try {
      localStorage.setItem('nghe', JSON.stringify({ places, rate }));
    } catch {
      // refused: it is heard all the same
    }
  }

  const rates = [...box.querySelectorAll<HTMLButtonElement>('[data-rate]')];
  function showRate(): void {
    for (const button of rates)
      button.setAttribute('aria-pressed', String(Number(button.dataset.rate) === audio.playbackRate));
  }

  audio.defaultPlaybackRate = audio.playbackRate = memory().rate;
  for (const button of rates)
    button.addEventListener('click', () => {
      audio.defaultPlaybackRate = audio.playbackRate = Number(button.dataset.rate);
      keep(saved);
    });
  audio.addEventListener('ratechange', showRate);
  showRate();
  part('rates').hidden = false;

  if (start > SOON && start < seconds - SOON) {
    part('at').textContent = `${Math.floor(start / 60)}:${String(start % 60).padStart(2, '0')}`;
    resume.hidden = false;
  } else start = 0;
  resume.querySelector('button')!.addEventListener('click', () => {
    start = 0;
    keep(0);
    audio.currentTime = 0;
    resume.hidden = true;
    void audio.play();
  });

  audio.addEventListener('loadedmetadata', () => {
    if (start > 0) audio.currentTime = start;
  });
  audio.addEventListener('playing', () => {
    resume.hidden = failed.hidden = true;
    start = 0;
  });
  audio.addEventListener('timeupdate', () => {
    if (Math.abs(audio.currentTime - saved) >= SOON && !audio.ended) keep(audio.currentTime);
  });
  const keepNow = () => audio.currentTime > 0 && !audio.ended && keep(audio.currentTime);
  audio.addEventListener('pause', keepNow);
  addEventListener('pagehide', keepNow);
  audio.addEventListener('ended', () => keep(0));

  audio.addEventListener('error', () => {
    start = saved;
    failed.hidden = false;
  });
  failed.querySelector('button')!.addEventListener('click', () => {
    failed.hidden = true;
    audio.load();
    audio.play().catch(() => (failed.hidden = false));
  });
}

if (box && audio) {
  listen(box, audio);
  fetchBeginning(audio);
}
