/** The tree of units with the keyboard, over the list of links that the page is without it (WAI-ARIA: tree view). */

const tree = document.querySelector<HTMLElement>('[data-tree]');
let typed = '';
let typedAt = 0;

/** Gives the list its roles; one item at a time can be reached with Tab. The line is the item, so that its name is the line. */
function dress(root: HTMLElement): void {
  root.setAttribute('role', 'tree');
  for (const list of root.querySelectorAll('ul')) list.setAttribute('role', 'group');
  for (const place of root.querySelectorAll('li')) place.setAttribute('role', 'none');
  items().forEach((item, index) => {
    item.setAttribute('role', 'treeitem');
    item.setAttribute('aria-level', String(levelOf(item)));
    item.tabIndex = index === 0 ? 0 : -1;
    const toggle = toggleOf(item);
    if (toggle) item.setAttribute('aria-expanded', String(isOpen(item)));
    // The item itself is opened and closed: its sign says nothing more.
    toggle?.setAttribute('aria-hidden', 'true');
    for (const link of item.querySelectorAll('a')) link.tabIndex = -1;
  });
}

const items = (): HTMLElement[] => [...tree!.querySelectorAll<HTMLElement>('.tree-row')];
const toggleOf = (item: HTMLElement) => item.querySelector<HTMLAnchorElement>('.tree-toggle');
const isOpen = (item: HTMLElement): boolean => item.parentElement!.querySelector(':scope > ul') !== null;
const firstBelow = (item: HTMLElement) => item.parentElement!.querySelector<HTMLElement>(':scope > ul .tree-row');
const above = (item: HTMLElement) =>
  item.closest('ul')!.closest('li')?.querySelector<HTMLElement>(':scope > .tree-row') ?? null;
/** Without tones: a keyboard for Vietnamese sends letters, not what they become. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
const nameOf = (item: HTMLElement): string => fold(item.querySelector('.tree-name')!.textContent!.trim());

function levelOf(item: HTMLElement): number {
  const parent = above(item);
  return parent ? levelOf(parent) + 1 : 1;
}

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
    focus(document.getElementById(item.parentElement!.id)?.querySelector<HTMLElement>('.tree-row'));
  } catch {
    location.assign(link.href);
  }
}

const isTyping = (): boolean => Date.now() - typedAt < 700;

function typeAhead(key: string, from: HTMLElement): void {
  typed = isTyping() ? typed + key : key;
  typedAt = Date.now();
  const all = items();
  const start = all.indexOf(from) + (typed.length === 1 ? 1 : 0);
  const word = fold(typed);
  focus([...all.slice(start), ...all.slice(0, start)].find((item) => nameOf(item).startsWith(word)));
}

function press(event: KeyboardEvent): void {
  const item = (event.target as HTMLElement).closest<HTMLElement>('.tree-row');
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = items();
  const at = all.indexOf(item);
  const moves: Record<string, () => void> = {
    ArrowDown: () => focus(all[at + 1]),
    ArrowUp: () => focus(all[at - 1]),
    Home: () => focus(all[0]),
    End: () => focus(all[all.length - 1]),
    ArrowRight: () => (isOpen(item) ? focus(firstBelow(item)) : void toggle(item)),
    ArrowLeft: () => (isOpen(item) && above(item) ? void toggle(item) : focus(above(item))),
    Enter: () => item.querySelector<HTMLAnchorElement>('.tree-name')!.click(),
    ' ': () => void toggle(item),
  };
  const move = moves[event.key];
  // A space within a name that is being typed belongs to the name.
  if (move && !(event.key === ' ' && isTyping())) move();
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
    void toggle(link.closest<HTMLElement>('.tree-row')!);
  });
}
