/** Headings of a person's own copy. */
export const membershipSection = {
  key: 'don-vi',
  title: 'Nơi bạn có tên trong danh sách',
  columns: {
    unit: 'Đơn vị',
    capacity: 'Đối tượng',
    position: 'Chức vụ',
    head: 'Người đứng đầu',
    from: 'Từ ngày',
    to: 'Đến trước ngày',
  },
};
