/** What readers of the document see: one sentence per operation, by its id. */
export const operationTexts = {
  'courses.list': 'Các chuyên đề đang mở',
  'courses.get': 'Một chuyên đề và các bài của nó',
  'modules.get': 'Một bài học: mục tiêu, nguồn, các trang, quy định kiểm tra',
  'lessons.get': 'Nội dung một trang bài học (HTML đã làm sạch); người có mã truy cập được ghi là đã xem trang này',
  'sign-ups.form':
    'Những gì một đơn đăng ký cần: các xã, phường, lời đồng ý phải cho người đăng ký đọc, độ dài mật khẩu',
  'sign-ups.begin':
    'Đăng ký: gửi một mã đến số điện thoại, chưa tạo gì. Số đã có tài khoản cũng được trả lời như số chưa có',
  'sign-ups.resend': 'Xin mã khác cho một đơn đăng ký, mỗi phút một lần; từ đó dùng requestId mới',
  'sign-ups.confirm':
    'Xác nhận số điện thoại bằng mã 6 số: tạo tài khoản và trả mã truy cập, chỉ một lần. Tài khoản cần xác thực hai ' +
    'bước vẫn được tạo, nhưng mã truy cập phải lấy trên trang Cá nhân (token.second-step)',
  'tokens.by-password':
    'Đăng nhập bằng số điện thoại và mật khẩu để lấy mã truy cập, chỉ hiện một lần. Tài khoản cần xác thực hai bước ' +
    'thì lấy mã trên trang Cá nhân (token.second-step)',
  'me.get': 'Tôi là ai và có quyền gì',
  'me.progress': 'Tôi học đến đâu trong từng chuyên đề',
  'me.certificates': 'Giấy chứng nhận của tôi, mới nhất trước',
  'me.certificate-file': 'Tệp PDF của một giấy chứng nhận',
  'tokens.list': 'Các mã truy cập đang dùng. Không mã nào tạo được mã khác',
  'tokens.revoke': 'Thu hồi một mã truy cập',
  'attempts.start': 'Bắt đầu bài kiểm tra, hoặc làm tiếp bài đang dở; cùng clientKey thì vẫn là một bài',
  'attempts.get': 'Bài kiểm tra của tôi, không kèm đáp án',
  'attempts.answer': 'Lưu câu trả lời của một câu hỏi; danh sách rỗng là bỏ câu trả lời',
  'attempts.submit': 'Nộp bài; nộp lại thì nhận đúng kết quả cũ',
  'attempts.review': 'Đúng sai và lời giải thích, sau khi đã nộp',
  'certificates.verify': 'Xác minh một giấy chứng nhận theo mã',
  'certificates.revoke': 'Thu hồi một giấy chứng nhận; không khôi phục được',
  'campaigns.list': 'Các đợt vận động, mới nhất trước',
  'campaigns.units': 'Các đơn vị gốc mà tôi được xem số liệu',
  'figures.get': 'Số liệu của một đơn vị và các đơn vị ngay dưới nó, tính đến hết một ngày',
  'board.get': 'Bảng tiến độ công khai: tỉnh và các xã, phường từ 50 người, số đã làm tròn',
  'targets.list': 'Chỉ tiêu đang áp dụng của một đơn vị và mọi đơn vị bên dưới',
  'targets.history': 'Mọi chỉ tiêu từng đặt cho một đơn vị và đối tượng, mới nhất trước',
  'targets.set': 'Đặt chỉ tiêu; chỉ tiêu cũ bị thay nhưng vẫn được giữ',
  'flow.get': 'Phát sinh trong một kỳ, tính cho đơn vị và tư cách của từng người vào ngày hoàn thành',
  'snapshots.list': 'Các bản chốt số liệu tôi được xem, mới nhất trước',
  'snapshots.freeze': 'Chốt số liệu; clientKey là mã của bản chốt, gửi lại không chốt hai lần',
  'snapshots.get': 'Một bản chốt, đúng như lúc chốt',
  'snapshots.recount': 'Tính lại một bản chốt từ dữ liệu gốc và so mã kiểm',
  'snapshots.compare': 'Vì sao hai bản chốt khác nhau, đếm từ dữ liệu gốc giữa hai bản',
  'flow.request-file': 'Yêu cầu xuất tệp Excel phát sinh trong một kỳ; tệp được làm ở phía sau, hãy hỏi lại trạng thái',
  'snapshots.request-comparison-file': 'Yêu cầu xuất tệp Excel so sánh hai bản chốt; tệp được làm ở phía sau',
  'completions.file': 'Các lượt hoàn thành trong phạm vi của tôi giữa hai ngày, là tệp CSV không nêu tên ai',
  'snapshots.sign-off': 'Người thứ hai xác nhận bản chốt, kèm mã SHA-256 của số liệu đã xem',
  'reports.list': 'Các tệp đã xuất từ một bản chốt',
  'reports.request': 'Yêu cầu xuất tệp; tệp được làm ở phía sau, hãy hỏi lại trạng thái',
  'reports.get': 'Trạng thái của một tệp xuất',
  'reports.file': 'Tải tệp đã xuất (xlsx, docx hoặc csv)',
  'roster-imports.stage': 'Gửi danh sách CSV để kiểm tra thử, chưa thay đổi gì; tệp lớn được đọc dần (reading)',
  'roster-files.stage': 'Gửi danh sách là một tệp CSV hoặc XLSX đến 20 MB (multipart, hoặc text/csv) để kiểm tra thử',
  'roster-files.export':
    'Tải cả danh sách của một đơn vị và bên dưới (csv hoặc xlsx), không che; từng người được ghi vào nhật ký xem cùng ' +
    'mục đích. Nhập lại tệp này thì không có gì thay đổi',
  'roster-imports.get': 'Kết quả kiểm tra thử của một danh sách',
  'roster-imports.rows': 'Từng dòng của danh sách theo kết quả, kèm lý do',
  'roster-imports.apply':
    'Đưa danh sách vào áp dụng: được ghi dần (applying), đọc lại để biết kết quả; lần thứ hai không làm gì thêm',
  'roster-imports.undo': 'Hoàn tác dần (undoing) cả danh sách đã áp dụng, khi chưa có gì dựa vào nó',
  'roster-imports.columns': 'Các cột của tệp, với vài ô ví dụ đã che',
  'roster-imports.explain': 'Cho biết mỗi cột là gì (được nhớ cho tệp sau) và đọc lại tệp',
  'roster-imports.discard': 'Bỏ danh sách chưa áp dụng',
  'doubts.list':
    'Những người trong phạm vi đơn vị có thể bị ghi hai lần, rõ nhất trước, nhiều nhất 50; từng người được ghi vào ' +
    'nhật ký xem',
  'doubts.decide': 'Kết luận của người phụ trách: hai bản ghi là một người hay hai người',
  'people.search': 'Tìm người trong phạm vi theo tên, nhiều nhất 20; mỗi người hiện ra được ghi vào nhật ký xem',
  'completions.of-person': 'Các lượt hoàn thành của một người cùng lịch sử điều chỉnh; được ghi vào nhật ký xem',
  'adjustments.make': 'Hủy hoặc khôi phục một lượt hoàn thành, theo một văn bản',
  'studio.modules': 'Mọi bài học, như người biên soạn thấy',
  'drafts.get': 'Bản nháp của một bài; chưa có thì là bản đang đăng',
  'drafts.save': 'Lưu bản nháp đè lên đúng bản đã đọc (revision)',
  'drafts.discard': 'Bỏ bản nháp của bài đúng ở lần sửa đã đọc (revision); bản đang đăng còn nguyên',
  'drafts.preview': 'Xem thử nội dung vừa gõ, chưa lưu: từng trang là HTML, và những gì còn phải sửa',
  'recordings.add': 'Gửi một bản ghi âm; sau đó đặt vào một trang khi lưu bản nháp (narration)',
  'recordings.withdraw': 'Người đọc không đồng ý nữa: gỡ bản ghi âm khỏi mọi bài và xóa tệp',
  'submissions.make': 'Gửi bản nháp đi duyệt',
  'submissions.waiting': 'Các bản đang chờ duyệt, cũ nhất trước',
  'submissions.get': 'Một bản chờ duyệt, đúng nội dung sẽ được đăng',
  'submissions.withdraw': 'Rút lại một bản đang chờ duyệt',
  'submissions.review': 'Quyết định của người duyệt, kèm contentHash của nội dung đã đọc',
  'course-drafts.list': 'Mọi chuyên đề, như người biên soạn thấy',
  'course-drafts.create': 'Tạo chuyên đề mới; người học chưa thấy cho đến khi danh sách bài được duyệt',
  'course-drafts.get': 'Bản nháp của một chuyên đề và mọi bài thuộc nó; chưa có thì là bản đang đăng',
  'course-drafts.save': 'Lưu tên, tóm tắt và danh sách bài đè lên đúng bản đã đọc (revision)',
  'course-drafts.discard': 'Bỏ bản nháp của chuyên đề đúng ở lần sửa đã đọc (revision); bản đang đăng còn nguyên',
  'course-drafts.address': 'Đổi địa chỉ của chuyên đề, khi chưa đăng',
  'modules.create': 'Tạo bài mới trong một chuyên đề, với bản nháp trống',
  'modules.address': 'Đổi địa chỉ của bài, khi chưa đăng',
  'proposals.make': 'Gửi danh sách bài của chuyên đề đi duyệt',
  'proposals.waiting': 'Các danh sách bài đang chờ duyệt, cũ nhất trước',
  'proposals.get': 'Một danh sách chờ duyệt, đúng như sẽ được đăng',
  'proposals.withdraw': 'Rút lại một danh sách đang chờ duyệt',
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
  429: 'Quá nhiều lần; đợi số giây ở Retry-After',
} as const;

export const documentTexts = {
  title: 'Học Vụ Số: giao diện cho chương trình',
  description:
    'Chương trình gửi mã truy cập ở đầu mục Authorization: Bearer. Mã làm được đúng những gì chủ của nó làm được. ' +
    'Mọi lỗi là application/problem+json; hãy dựa vào code, không dựa vào câu chữ. Ngày là ngày theo giờ Việt Nam ' +
    '(YYYY-MM-DD); thời điểm theo ISO 8601. Trường lạ trong dữ liệu gửi lên bị từ chối.',
  tags: {
    learn: 'Chuyên đề và bài học',
    account: 'Đăng ký và đăng nhập',
    me: 'Của tôi',
    attempts: 'Bài kiểm tra',
    certificates: 'Giấy chứng nhận',
    campaigns: 'Số liệu và báo cáo',
    adjustments: 'Điều chỉnh lượt hoàn thành',
    rosters: 'Danh sách',
    authoring: 'Biên soạn',
  },
} as const;

export type Tag = keyof typeof documentTexts.tags;
