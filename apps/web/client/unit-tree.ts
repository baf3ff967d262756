/** The tree of units with the keyboard, over the list of links that the page is without it (WAI-ARIA: tree view). */

const tree = document.querySelector<HTMLElement>('[data-tree]');
let typed = '';
let typedAt = 0;

/** Gives the list its roles; one item at a time can be reached with Tab. */
function dress(root: HTMLElement): void {
  root.setAttribute('role', 'tree');
  for (const list of root.querySelectorAll('ul')) list.setAttribute('role', 'group');
  for (const item of root.querySelectorAll<HTMLElement>('li')) {
    item.setAttribute('role', 'treeitem');
    item.tabIndex = -1;
    // The name alone: what stands below is not read with it.
    item.setAttribute('aria-label', item.querySelector('.tree-row')!.textContent!.replace(/\s+/g, ' ').trim());
    const toggle = toggleOf(item);
    if (toggle) item.setAttribute('aria-expanded', String(isOpen(item)));
    for (const link of item.querySelectorAll<HTMLElement>(':scope > .tree-row a')) link.tabIndex = -1;
  }
  const first = root.querySelector<HTMLElement>('li');
  if (first) first.tabIndex = 0;
}

const items = (): HTMLElement[] => [...tree!.querySelectorAll<HTMLElement>('li')];
const toggleOf = (item: HTMLElement) => item.querySelector<HTMLAnchorElement>(':scope > .tree-row > .tree-toggle');
const isOpen = (item: HTMLElement): boolean => item.querySelector(':scope > ul') !== null;
const nameOf = (item: HTMLElement): string =>
  item.querySelector('.tree-name')!.textContent!.trim().toLocaleLowerCase('vi');

function focus(item: HTMLElement | null | undefined): void {
  if (!item) return;
  for (const other of items()) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

/** Opens or closes by the item's own link, in place; when that fails the link is followed. */
async function toggle(item: HTMLElement): Promise<void> {
  const link = toggleOf(item);
  if (!link) return;
  try {
    const answer = await fetch(link.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('[data-tree]');
    if (!answer.ok || !fresh) throw new Error('no tree');
    tree!.replaceChildren(...fresh.children);
    dress(tree!);
    history.replaceState(null, '', link.href);
    focus(document.getElementById(item.id));
  } catch {
    location.assign(link.href);
  }
}

function typeAhead(key: string, from: HTMLElement): void {
  typed = Date.now() - typedAt < 700 ? typed + key : key;
  typedAt = Date.now();
  const all = items();
  const start = all.indexOf(from) + (typed.length === 1 ? 1 : 0);
  const word = typed.toLocaleLowerCase('vi');
  focus([...all.slice(start), ...all.slice(0, start)].find((item) => nameOf(item).startsWith(word)));
}

function press(event: KeyboardEvent): void {
  const item = (event.target as HTMLElement).closest<HTMLElement>('li');
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = items();
  const at = all.indexOf(item);
  const above = item.parentElement!.closest<HTMLElement>('li');
  const moves: Record<string, () => void> = {
    ArrowDown: () => focus(all[at + 1]),
    ArrowUp: () => focus(all[at - 1]),
    Home: () => focus(all[0]),
    End: () => focus(all.at(-1)),
    ArrowRight: () => (isOpen(item) ? focus(item.querySelector<HTMLElement>('li')) : void toggle(item)),
    ArrowLeft: () => (isOpen(item) && above ? void toggle(item) : focus(above)),
    Enter: () => item.querySelector<HTMLAnchorElement>('.tree-name')!.click(),
    ' ': () => void toggle(item),
  };
  const move = moves[event.key];
  if (move) move();
  else if (event.key.length === 1) typeAhead(event.key, item);
  else return;
  event.preventDefault();
}

if (tree) {
  dress(tree);
  tree.addEventListener('keydown', press);
  tree.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('.tree-toggle');
    if (!link || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    void toggle(link.closest('li')!);
  });
}
