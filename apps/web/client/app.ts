/** Small improvements over pages that are whole without them. */

// A form is sent once: a second tap while the first is on its way does nothing.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
  });
}
// Coming back with the browser's back button, the form can be sent again.
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});
// The first wrong field gets the focus.
document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
// A page that waits for something looks again by itself; without JavaScript its own refresh does.
const reloadSeconds = document.body.dataset.reloadSeconds;
if (reloadSeconds) setTimeout(() => location.reload(), Number(reloadSeconds) * 1000);
