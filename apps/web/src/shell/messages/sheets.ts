/** Why a CSV or XLSX file cannot be read. */
export const sheetsMessages: Record<string, string> = {
  'sheet.too-large': 'Tệp lớn quá. Bạn chia thành nhiều tệp nhé.',
  'sheet.too-many-rows': 'Tệp có hơn {max} dòng. Bạn chia thành nhiều tệp nhé.',
  'sheet.too-many-columns': 'Dòng {row} có hơn {max} cột. Bạn xóa các cột thừa bên phải rồi gửi lại.',
  'sheet.cell-too-long': 'Ô ở dòng {row}, cột thứ {column} dài hơn {max} chữ cái. Bạn rút ngắn rồi gửi lại.',
  'sheet.bomb':
    'Tệp Excel này phình ra quá lớn khi mở, nên hệ thống không đọc. Bạn chép các dòng sang một tệp mới rồi gửi lại.',
  'sheet.damaged': 'Tệp Excel bị hỏng hoặc chưa tải lên hết. Bạn mở tệp, lưu lại rồi gửi lại.',
  'sheet.bad-path': 'Tệp Excel này có phần mang tên không hợp lệ, nên hệ thống không đọc.',
  'sheet.locked':
    'Tệp này có mật khẩu nên hệ thống không mở được. Bạn mở tệp bằng Excel và gõ mật khẩu; chọn Tệp, Thông tin, “Bảo vệ sổ làm việc” (Protect Workbook), “Mã hóa bằng mật khẩu” (Encrypt with Password); xóa hết chữ trong ô mật khẩu rồi bấm OK. Sau đó bạn lưu lại và gửi tệp này.',
  'sheet.no-workbook':
    'Đây không phải tệp Excel (.xlsx), hoặc tệp không có trang tính nào hiện ra. Bạn mở tệp, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)”, rồi gửi lại.',
  'sheet.old-format':
    'Đây là tệp Excel kiểu cũ (.xls). Bạn mở tệp, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)” hoặc “CSV UTF-8”, rồi gửi tệp mới.',
  'sheet.html': 'Đây là trang web lưu thành tệp. Bạn mở bằng Excel, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)”.',
  'sheet.not-text': 'Đây không phải tệp bảng (CSV hoặc Excel). Bạn chọn lại tệp.',
  'sheet.not-utf8':
    'Tệp không ở dạng UTF-8 nên chữ tiếng Việt sẽ sai. Trong Excel, bạn chọn Lưu thành, kiểu “CSV UTF-8” hoặc “Excel Workbook (.xlsx)”.',
  'sheet.tcvn3':
    'Chữ trong tệp dùng bảng mã cũ TCVN3 (phông .VnTime, ABC). Bạn chuyển sang Unicode (bằng Unikey: Công cụ, Chuyển mã) rồi gửi lại.',
  'sheet.vni':
    'Chữ trong tệp dùng bảng mã cũ VNI (phông VNI-Times). Bạn chuyển sang Unicode (bằng Unikey: Công cụ, Chuyển mã) rồi gửi lại.',
  'sheet.empty': 'Tệp này không có gì.',
  'sheet.malformed': 'Có dấu ngoặc kép mở ra mà không đóng, gần dòng {row}.',
};
