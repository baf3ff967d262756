/** Texts that campaigns send to phones, without tones (see identity's). */
export const smsTexts = {
  unfinished: (dueOn: string, site: string, stop: string) =>
    `Hoc Vu So: ban con bai chua hoc xong, han ${dueOn}. Hoc tiep tai ${site}. Dung nhan tin nhac: ${stop}`,
};
