import { mp3File } from '../../dist/libs/testing/audio.js';

const MODULE = 'A4';
export const NARRATED_LESSON = '/hoc/dich-vu-cong-truc-tuyen/nho-giup-dung-noi/trang/1';

/** Puts a recording of two minutes on a lesson's first page, the way its author and its reviewer do. */
export async function publishRecording(signedInAs) {
  const author = await signedInAs('0900000004');
  await author.goto('/bien-soan');
  await author.click(`main a:has-text("${MODULE}.")`);
  const desk = new URL(author.url()).pathname;
  await author.goto(`${desk}/bai/1/ghi-am`);
  await author.setInputFiles('[name=file]', {
    name: 'trang-1.mp3',
    mimeType: 'audio/mpeg',
    buffer: mp3File(130, { kilobits: 48 }),
  });
  await author.check('[name=speakerAgrees]');
  await author.click('main button[type=submit]:has-text("Lưu")');
  await author.goto(desk);
  await author.fill('[name=note]', 'Thêm bản ghi âm cho trang đầu.');
  await author.click('main button:has-text("Gửi duyệt")');
  await author.context().close();

  const reviewer = await signedInAs('0900000005');
  await reviewer.goto('/kiem-duyet');
  await reviewer.click('main a[href^="/kiem-duyet/"]');
  await reviewer.click('main button:has-text("Duyệt và đăng")');
  await reviewer.context().close();
}

/** From the press on the player, whose reader has looked at it before, until there is sound. */
export async function firstSound({ page, client }, line) {
  await client.send('Network.emulateNetworkConditions', line.none);
  const ahead = page.waitForResponse((response) => response.url().includes('/am-thanh/'));
  await page.goto(NARRATED_LESSON);
  await (await ahead).finished();
  await client.send('Network.emulateNetworkConditions', line.weak);
  const player = page.locator('audio');
  const sounding = player.evaluate(
    (audio) =>
      new Promise((done) => {
        let asked;
        audio.addEventListener('play', () => (asked = performance.now()), { once: true });
        audio.addEventListener('playing', () => done(performance.now() - asked), { once: true });
      }),
  );
  await player.click({ position: { x: 28, y: 27 } });
  return sounding;
}
