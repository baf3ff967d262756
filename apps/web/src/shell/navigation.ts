import { can, type Actor, type Permission } from '#libs/identity';
import { adminDesks } from './admin-desks.js';

interface Entry {
  href: string;
  label: string;
  permission?: Permission;
}

const LEARNING: Entry[] = [
  { href: '/', label: 'Học' },
  { href: '/tim', label: 'Tìm' },
];
const OWN: Entry[] = [
  { href: '/chung-nhan', label: 'Chứng nhận' },
  { href: '/ca-nhan', label: 'Cá nhân' },
];
const DESKS: Entry[] = [
  { href: '/bien-soan', label: 'Biên soạn', permission: 'course.write' },
  { href: '/kiem-duyet', label: 'Kiểm duyệt', permission: 'course.review' },
  { href: '/don-vi', label: 'Đơn vị', permission: 'roster.view' },
  { href: '/buoi-hoc/the', label: 'Thẻ học', permission: 'card.issue' },
  { href: '/bao-cao', label: 'Báo cáo', permission: 'figures.view' },
  { href: '/kiem-tra', label: 'Kiểm tra', permission: 'audit.view' },
];

const ADMIN: Entry = { href: '/quan-tri', label: 'Quản trị' };

/** What the header offers to this person, the current place marked. */
export function navigation(actor: Actor | null, url: string) {
  const path = url.split('?')[0];
  return entriesFor(actor).map(({ href, label }) => ({
    href,
    label,
    current: href === '/' ? isLearning(path) : path.startsWith(href),
  }));
}

/** Equal for all who are offered the same. */
export const navigationKey = (actor: Actor): string =>
  entriesFor(actor)
    .map(({ href }) => href)
    .join(' ');

const entriesFor = (actor: Actor | null): Entry[] => [
  ...LEARNING,
  ...(actor ? OWN.filter(({ href }) => !actor.byCard || href !== '/ca-nhan') : []),
  ...DESKS.filter(({ permission }) => actor && permission && can(actor, permission)),
  ...(actor && adminDesks(actor).length > 0 ? [ADMIN] : []),
];

function isLearning(path: string): boolean {
  return path === '/' || path.startsWith('/hoc') || path.startsWith('/chuyen-de');
}
