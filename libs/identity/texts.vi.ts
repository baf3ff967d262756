/** Texts that identity sends to phones. Without tones: some phones show a tone as a question mark, and a plain text is one SMS instead of two. */
export const smsTexts = {
  code: (code: string) =>
    `Hoc Vu So: ma xac nhan cua ban la ${code}, dung trong 10 phut. Khong doc ma nay cho bat ky ai.`,
  erased: 'Hoc Vu So: du lieu cua ban da duoc xoa theo yeu cau. Ban van doc duoc bai hoc ma khong can tai khoan.',
  guardianCode: (code: string) =>
    `Hoc Vu So: mot tre duoi 16 tuoi xin dang ky hoc va ghi ban la nguoi giam ho. Dong y thi cho tre biet ma ${code}, dung trong 10 phut.`,
  resetCode: (code: string) =>
    `Hoc Vu So: ma dat lai mat khau cua ban la ${code}, dung trong 10 phut. Khong yeu cau thi hay bo qua tin nay.`,
  newPhoneCode: (code: string) =>
    `Hoc Vu So: ma de dung so nay dang nhap la ${code}, dung trong 10 phut. Khong yeu cau thi hay bo qua tin nay.`,
  phoneChanged: (phone: string) =>
    `Hoc Vu So: tai khoan cua ban tu nay dang nhap bang so ${phone}. Khong phai ban doi thi bao ngay cho can bo xa.`,
  clocks: (count: number, first: string, desk: string, stop: string) =>
    `Hoc Vu So: ${count} viec ve du lieu ca nhan dang cho ban, han som nhat ${first}. Mo ${desk}. Dung nhan tin: ${stop}`,
};
