import type { CompetenceDomain, FactField } from '#libs/catalogue';
import type { Question } from '#libs/assessment';

export const QUESTION_TYPES: Record<Question['type'], string> = {
  single: 'Chọn một',
  multiple: 'Chọn nhiều',
  true_false: 'Đúng hay sai',
};

export const DOMAINS: Record<CompetenceDomain, string> = {
  'du-lieu': 'Dữ liệu và thông tin',
  'giao-tiep': 'Giao tiếp và hợp tác',
  'sang-tao': 'Sáng tạo nội dung',
  'an-toan': 'An toàn',
  'giai-quyet': 'Giải quyết vấn đề',
  'tri-tue-nhan-tao': 'Trí tuệ nhân tạo',
};

export const FACTS: Record<FactField, string> = {
  title: 'Tên bài',
  summary: 'Tóm tắt',
  minutes: 'Số phút',
  objectives: 'Mục tiêu',
  competence: 'Nhóm kỹ năng',
  sources: 'Nguồn',
  reviewBy: 'Hạn rà soát',
  keywords: 'Từ người dân hay dùng',
  outline: 'Đề cương cho báo cáo viên',
};

export const DECISIONS = { approved: 'Đã duyệt', returned: 'Trả lại', withdrawn: 'Đã rút' } as const;

export const NARRATION_CHANGES = {
  added: 'Có bản ghi âm mới.',
  removed: 'Bỏ bản ghi âm.',
  changed: 'Bản ghi âm, hoặc lời đọc của nó, khác trước.',
} as const;

export const LESSON_CHANGES = { added: 'Thêm', removed: 'Bỏ', changed: 'Sửa', moved: 'Chuyển chỗ' } as const;
