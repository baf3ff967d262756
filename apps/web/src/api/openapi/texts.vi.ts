/** What readers of the document see: one sentence per operation, by its id. */
export const operationTexts = {
  'courses.list': 'Các chuyên đề đang mở',
  'courses.get': 'Một chuyên đề và các bài của nó',
  'modules.get': 'Một bài học: mục tiêu, nguồn, các trang, quy định kiểm tra',
  'lessons.get': 'Nội dung một trang bài học (HTML đã làm sạch); người có mã truy cập được ghi là đã xem trang này',
  'me.get': 'Tôi là ai và có quyền gì',
  'me.progress': 'Tôi học đến đâu trong từng chuyên đề',
  'me.certificates': 'Giấy chứng nhận của tôi, mới nhất trước',
  'me.certificate-file': 'Tệp PDF của một giấy chứng nhận',
  'tokens.list': 'Các mã truy cập đang dùng. Mã mới chỉ tạo được trên trang Cá nhân, không tạo được bằng mã khác',
  'tokens.revoke': 'Thu hồi một mã truy cập',
  'attempts.start': 'Bắt đầu bài kiểm tra, hoặc làm tiếp bài đang dở; cùng clientKey thì vẫn là một bài',
  'attempts.get': 'Bài kiểm tra của tôi, không kèm đáp án',
  'attempts.answer': 'Lưu câu trả lời của một câu hỏi; danh sách rỗng là bỏ câu trả lời',
  'attempts.submit': 'Nộp bài; nộp lại thì nhận đúng kết quả cũ',
  'attempts.review': 'Đúng sai và lời giải thích, sau khi đã nộp',
  'certificates.verify': 'Xác minh một giấy chứng nhận theo mã',
  'campaigns.list': 'Các đợt vận động, mới nhất trước',
  'campaigns.units': 'Các đơn vị gốc mà tôi được xem số liệu',
  'figures.get': 'Số liệu của một đơn vị và các đơn vị ngay dưới nó, tính đến hết một ngày',
  'snapshots.list': 'Các bản chốt số liệu tôi được xem, mới nhất trước',
  'snapshots.freeze': 'Chốt số liệu; clientKey là mã của bản chốt, gửi lại không chốt hai lần',
  'snapshots.get': 'Một bản chốt, đúng như lúc chốt',
  'snapshots.sign-off': 'Người thứ hai xác nhận bản chốt, kèm mã SHA-256 của số liệu đã xem',
  'reports.list': 'Các tệp đã xuất từ một bản chốt',
  'reports.request': 'Yêu cầu xuất tệp; tệp được làm ở phía sau, hãy hỏi lại trạng thái',
  'reports.get': 'Trạng thái của một tệp xuất',
  'reports.file': 'Tải tệp đã xuất (xlsx, docx hoặc csv)',
  'roster-imports.stage': 'Gửi danh sách CSV để kiểm tra thử, chưa thay đổi gì',
  'roster-imports.get': 'Kết quả kiểm tra thử của một danh sách',
  'roster-imports.rows': 'Từng dòng của danh sách theo kết quả, kèm lý do',
  'roster-imports.apply': 'Đưa danh sách vào áp dụng; lần thứ hai nhận đúng kết quả lần đầu',
  'roster-imports.discard': 'Bỏ danh sách chưa áp dụng',
  'studio.modules': 'Mọi bài học, như người biên soạn thấy',
  'drafts.get': 'Bản nháp của một bài; chưa có thì là bản đang đăng',
  'drafts.save': 'Lưu bản nháp đè lên đúng bản đã đọc (revision)',
  'submissions.make': 'Gửi bản nháp đi duyệt',
  'submissions.waiting': 'Các bản đang chờ duyệt, cũ nhất trước',
  'submissions.get': 'Một bản chờ duyệt, đúng nội dung sẽ được đăng',
  'submissions.review': 'Quyết định của người duyệt, kèm contentHash của nội dung đã đọc',
  'course-drafts.list': 'Mọi chuyên đề, như người biên soạn thấy',
  'course-drafts.create': 'Tạo chuyên đề mới; người học chưa thấy cho đến khi danh sách bài được duyệt',
  'course-drafts.get': 'Bản nháp của một chuyên đề và mọi bài thuộc nó; chưa có thì là bản đang đăng',
  'course-drafts.save': 'Lưu tên, tóm tắt và danh sách bài đè lên đúng bản đã đọc (revision)',
  'course-drafts.address': 'Đổi địa chỉ của chuyên đề, khi chưa đăng',
  'modules.create': 'Tạo bài mới trong một chuyên đề, với bản nháp trống',
  'modules.address': 'Đổi địa chỉ của bài, khi chưa đăng',
  'proposals.make': 'Gửi danh sách bài của chuyên đề đi duyệt',
  'proposals.waiting': 'Các danh sách bài đang chờ duyệt, cũ nhất trước',
  'proposals.get': 'Một danh sách chờ duyệt, đúng như sẽ được đăng',
  'proposals.review': 'Quyết định của người duyệt về danh sách, kèm contentHash của danh sách đã đọc',
} as const;

/** By status; shown beside each refusal. */
export const problemTexts = {
  401: 'Thiếu mã truy cập, hoặc mã không đúng hay đã hết hạn',
  403: 'Không có quyền, hoặc đơn vị ngoài phạm vi',
  404: 'Không có',
  409: 'Trái với tình trạng hiện tại; xem code',
  410: 'Không còn',
  413: 'Quá lớn',
  422: 'Dữ liệu chưa đúng; xem errors',
} as const;

export const documentTexts = {
  title: 'Học Vụ Số: giao diện cho chương trình',
  description:
    'Chương trình gửi mã truy cập ở đầu mục Authorization: Bearer. Mã làm được đúng những gì chủ của nó làm được. ' +
    'Mọi lỗi là application/problem+json; hãy dựa vào code, không dựa vào câu chữ. Ngày là ngày theo giờ Việt Nam ' +
    '(YYYY-MM-DD); thời điểm theo ISO 8601. Trường lạ trong dữ liệu gửi lên bị từ chối.',
  tags: {
    learn: 'Chuyên đề và bài học',
    me: 'Của tôi',
    attempts: 'Bài kiểm tra',
    certificates: 'Giấy chứng nhận',
    campaigns: 'Số liệu và báo cáo',
    rosters: 'Danh sách',
    authoring: 'Biên soạn',
  },
} as const;

export type Tag = keyof typeof documentTexts.tags;
