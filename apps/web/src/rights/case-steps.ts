import type { CaseKind, CaseView } from '#libs/identity';

const effects: Record<CaseKind, string> = {
  withdraw: 'Xóa hẳn mọi thứ nhận ra người này ở mọi nơi. Không lấy lại được.',
  delete: 'Xóa hẳn mọi thứ nhận ra người này ở mọi nơi. Không lấy lại được.',
  view: 'Người yêu cầu đọc câu trả lời và xem dữ liệu ở trang của họ.',
  correct:
    'Những mục ghi dưới đây được sửa. Đơn vị, chức vụ, tư cách trong danh sách sửa ở trang của người đó trong đơn vị.',
  export: 'Một bản sao được lập, người yêu cầu tải về trong 7 ngày.',
  restrict: 'Người này không hiện trong danh sách và tìm kiếm nữa; việc học không được ghi thêm; số liệu vẫn đếm.',
  object: 'Mọi việc không bắt buộc mà người này từng đồng ý dừng lại.',
};

/** What the desk does with a case, by the word in the address. */
export const caseSteps = {
  'tiep-nhan': { label: 'Phản hồi tiếp nhận', about: 'Cho biết đã nhận và sẽ làm gì tiếp.', effects },
  'hoan-tat': { label: 'Thực hiện và trả lời', about: '', effects },
  'gia-han': { label: 'Gia hạn', about: 'Một lần duy nhất, trước khi hết hạn.', effects },
  'tu-choi': { label: 'Không thực hiện', about: 'Chỉ khi luật cho phép; ghi rõ điều khoản.', effects },
};

export type CaseStep = keyof typeof caseSteps;

export const stepNamed = (name: string): CaseStep | null =>
  Object.hasOwn(caseSteps, name) ? (name as CaseStep) : null;

/** Those that can be taken now; the first is the one to take next. */
export function stepsFor(view: CaseView): { step: CaseStep; label: string; primary: boolean }[] {
  if (view.state !== 'open') return [];
  const steps: CaseStep[] = [
    ...(view.repliedAt ? [] : ['tiep-nhan' as const]),
    'hoan-tat',
    ...(view.extendedTo ? [] : ['gia-han' as const]),
    'tu-choi',
  ];
  return steps.map((step, i) => ({ step, label: caseSteps[step].label, primary: i === 0 }));
}
