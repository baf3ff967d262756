import type { Tree, UnitNode } from '#libs/organisation';

export const TREE_PATH = '/quan-tri/don-vi';
export const ROOT_PATH = `${TREE_PATH}/goc`;

/** How the trees are named in addresses. */
export const TREE_WORDS: Record<string, Tree> = { 'dia-ban': 'territory', 'nha-nuoc': 'state', dang: 'party' };
const WORD_OF = Object.fromEntries(Object.entries(TREE_WORDS).map(([word, tree]) => [tree, word]));

export const treePath = (tree: Tree, day: string, openId?: string | null): string =>
  `${TREE_PATH}?he=${WORD_OF[tree]}&ngay=${day}${openId ? `&mo=${openId}` : ''}`;
export const rootPath = (tree: Tree): string => `${ROOT_PATH}?he=${WORD_OF[tree]}`;
export const unitPath = (unitId: string, day?: string): string => `${TREE_PATH}/${unitId}${day ? `?ngay=${day}` : ''}`;
export const changePath = (unitId: string, change: string): string => `${TREE_PATH}/${unitId}/${change}`;
export const importPath = (importId: string): string => `${TREE_PATH}/nhap/${importId}`;
export const importFormPath = (tree: Tree): string => `${TREE_PATH}/nhap?he=${WORD_OF[tree]}`;
export const exportPath = (tree: Tree, day: string, type: 'csv' | 'xlsx'): string =>
  `${TREE_PATH}/xuat?he=${WORD_OF[tree]}&ngay=${day}&kieu=${type}`;

/** The tree, the units above and the page itself. */
export const trail = (path: UnitNode[], day: string, ...steps: { href?: string; label: string }[]) => {
  const units = path.map(({ id, name }) => ({ href: unitPath(id, day) as string | undefined, label: name }));
  const tree = { href: path[0] ? treePath(path[0].tree, day) : TREE_PATH, label: 'Cây đơn vị' };
  const all = [tree, ...units, ...steps];
  return all.map((step, index) => (index === all.length - 1 ? { label: step.label } : step));
};
