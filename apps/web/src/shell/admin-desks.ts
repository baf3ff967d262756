import { can, type Actor, type Permission } from '#libs/identity';

interface AdminDesk {
  href: string;
  label: string;
  about: string;
  permission: Permission;
}

/** The desks behind “Quản trị”, in the order of how often one goes there. */
const ADMIN_DESKS: AdminDesk[] = [
  {
    href: '/quan-tri/don-vi',
    label: 'Cây đơn vị',
    about: 'Lập, đổi tên, chuyển, nhập, tách đơn vị theo ngày.',
    permission: 'unit.edit',
  },
  {
    href: '/quan-tri/vai-tro',
    label: 'Vai trò',
    about: 'Ai được làm gì, ở đâu, đến bao giờ.',
    permission: 'role.grant',
  },
  {
    href: '/quan-tri/ra-soat-quyen',
    label: 'Rà soát quyền',
    about: 'Sáu tháng một lần, giữ hoặc thôi từng vai trò.',
    permission: 'access.review',
  },
  {
    href: '/quan-tri/an-toan',
    label: 'An toàn',
    about: 'Mật khẩu, khóa tài khoản, thời gian đăng nhập, xác thực hai bước.',
    permission: 'security.manage',
  },
  {
    href: '/quan-tri/yeu-cau',
    label: 'Yêu cầu về dữ liệu cá nhân',
    about: 'Xem, sửa, cung cấp, hạn chế, phản đối, xóa: mỗi yêu cầu có hạn.',
    permission: 'rights.handle',
  },
  {
    href: '/quan-tri/luu-tru',
    label: 'Thời hạn lưu trữ',
    about: 'Mỗi loại dữ liệu giữ bao lâu, và lần dọn gần nhất.',
    permission: 'rights.handle',
  },
  {
    href: '/quan-tri/su-co',
    label: 'Sự cố dữ liệu',
    about: 'Sổ sự cố với hạn báo 72 giờ.',
    permission: 'rights.handle',
  },
  {
    href: '/quan-tri/lich-lam-viec',
    label: 'Lịch làm việc',
    about: 'Ngày nghỉ và hạn tính theo ngày làm việc.',
    permission: 'rights.handle',
  },
  {
    href: '/quan-tri/cong-viec',
    label: 'Công việc nền',
    about: 'Giấy chứng nhận, báo cáo, tin nhắn: việc chờ và việc lỗi.',
    permission: 'job.view',
  },
  {
    href: '/quan-tri/giao-dien',
    label: 'Giao diện',
    about: 'Mọi màu, cỡ chữ và thành phần của trang, với độ tương phản.',
    permission: 'job.view',
  },
];

export const adminDesks = (actor: Actor): Omit<AdminDesk, 'permission'>[] =>
  ADMIN_DESKS.filter(({ permission }) => can(actor, permission)).map(({ href, label, about }) => ({
    href,
    label,
    about,
  }));
