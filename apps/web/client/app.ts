/** Small improvements over pages that are whole without them. */

/** So long a form is taken to be on its way; then the line is slow, and its button may be pressed again. */
const ON_ITS_WAY_MS = 10_000;

// A form is sent once: a second tap while the first is on its way does nothing.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    setTimeout(() => sayItIsSlow(form), ON_ITS_WAY_MS);
  });
}

/** Each form makes one thing, however often it is sent. */
function sayItIsSlow(form: HTMLFormElement): void {
  if (!form.dataset.sent) return;
  delete form.dataset.sent;
  const told = form.querySelector('.slow') ?? document.createElement('p');
  told.className = 'alert alert-warning slow';
  told.setAttribute('role', 'status');
  form.append(told);
  told.textContent = document.body.dataset.slow!;
}

// Coming back with the browser's back button, the form can be sent again.
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});
// A refused form that the browser kept: when its step has been taken since, on to where that leads.
const [opened] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (document.body.dataset.shownAgain && opened?.type === 'back_forward')
  void fetch(location.href, { method: 'HEAD', redirect: 'manual' }).then(
    ({ type }) => type === 'opaqueredirect' && location.replace(location.href),
    () => undefined,
  );
// After a refused form the focus stands in the first field with a sentence beside it, else on what is said of the form.
// The page that shows the components has such sentences too, and was not refused.
if (!('specimen' in document.body.dataset)) {
  const sentence = document.querySelector<HTMLElement>('.field-error:not(:empty)');
  const wrong =
    sentence?.parentElement!.querySelector<HTMLElement>('input:not([type="hidden"]), select, textarea') ??
    document.querySelector<HTMLElement>('[data-refused][autofocus]') ??
    document.querySelector<HTMLElement>('[data-refused]');
  const folded = wrong?.closest('details');
  if (folded) folded.open = true;
  wrong?.focus();
}
// A page that waits for something looks again by itself; without JavaScript its own refresh does.
const reloadSeconds = document.body.dataset.reloadSeconds;
if (reloadSeconds) setTimeout(() => location.reload(), Number(reloadSeconds) * 1000);
