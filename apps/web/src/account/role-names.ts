import type { Role } from '#libs/identity';

export const roleNames: Record<Role, string> = {
  learner: 'Người học',
  facilitator: 'Báo cáo viên',
  author: 'Người biên soạn',
  reviewer: 'Người kiểm duyệt',
  unit_manager: 'Người phụ trách đơn vị',
  committee: 'Cấp ủy',
  administrator: 'Quản trị viên',
  auditor: 'Người kiểm tra',
};
