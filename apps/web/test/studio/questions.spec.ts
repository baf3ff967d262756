import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Visitor } from '../browserless.js';
import { StudioDesk, fieldsOf, fill, text } from './studio-desk.js';

describe('writing questions without JavaScript', () => {
  let studio: StudioDesk;
  let author: Visitor;
  let colleague: Visitor;

  beforeAll(async () => {
    studio = await StudioDesk.open();
    ({ author, colleague } = studio);
  });
  beforeEach(() => studio.use('mot-cua-so'));
  afterAll(() => studio.close());

  it('writes a single choice, with an option more and an option less', async () => {
    const path = `${studio.module.desk}/cau-hoi-moi/single`;
    const typed = {
      stem: 'Hỏi gì?',
      explanation: 'Nhớ.',
      optionText: ['A', 'B', '', 'D'],
      optionFeedback: ['a', 'b', '', 'd'],
      correct: '1',
    };
    const more = await fill(author, path, { ...typed, viec: 'them-lua-chon' });
    expect(more.body.match(/name="optionText"/g)).toHaveLength(5);
    expect(fieldsOf(more.body)).toMatchObject({
      optionText: ['A', 'B', 'D', '', ''],
      correct: ['1'],
      stem: ['Hỏi gì?'],
    });
    expect((await fill(author, path, { viec: 'luu' }, more.body)).status).toBe(303);
    const { questions } = await studio.quiz();
    expect(questions.at(-1)).toEqual({
      key: 'a1-14',
      type: 'single',
      stem: 'Hỏi gì?',
      explanation: 'Nhớ.',
      options: [
        { id: 'a', text: 'A', correct: false, feedback: 'a' },
        { id: 'b', text: 'B', correct: true, feedback: 'b' },
        { id: 'c', text: 'D', correct: false, feedback: 'd' },
      ],
    });
  });

  it('writes a multiple choice and a statement, and shows what an unfinished question lacks', async () => {
    await fill(author, `${studio.module.desk}/cau-hoi-moi/multiple`, {
      stem: 'Những gì?',
      explanation: 'Nhớ.',
      optionText: ['A', 'B', 'C'],
      optionFeedback: ['a', '', 'c'],
      correct: ['0'],
      viec: 'luu',
    });
    const key = (await studio.quiz()).questions.at(-1)!.key;
    const editor = (await author.get(`${studio.module.desk}/cau-hoi/${key}`)).body;
    expect(text(editor)).toContain('Bạn viết lời giải thích cho ai chọn câu này.');
    expect(text(editor)).toContain('ít nhất hai lựa chọn đúng và một lựa chọn sai');
    expect(text((await author.get(studio.module.desk)).body)).toMatch(/Còn những chỗ này chưa xong: Câu \d+ :/);
    await fill(author, `${studio.module.desk}/cau-hoi/${key}`, {
      optionFeedback: ['a', 'b', 'c'],
      correct: ['0', '1'],
      viec: 'luu',
    });
    await fill(author, `${studio.module.desk}/cau-hoi-moi/true_false`, {
      stem: 'Đúng chứ?',
      explanation: 'Nhớ.',
      answer: 'false',
      feedbackTrue: 't',
      feedbackFalse: 'f',
      viec: 'luu',
    });
    expect((await studio.quiz()).questions.at(-1)).toMatchObject({
      type: 'true_false',
      answer: false,
      feedback: { true: 't', false: 'f' },
    });
    expect(text((await author.get(studio.module.desk)).body)).not.toContain('Còn những chỗ này chưa xong');
  });

  it('keeps every option that was typed, and says beside each what is wrong with it', async () => {
    const texts = ['A', 'A', 'dài '.repeat(126), '<b>D</b>', 'E', '', '', '', ''];
    const typed = { stem: 'Hỏi gì?', explanation: 'x'.repeat(1001), optionText: texts, optionFeedback: texts };
    const path = `${studio.module.desk}/cau-hoi-moi/single`;
    const editor = async (answer: { location?: string }) => (await author.get(answer.location!)).body;
    const sentence = (body: string, id: string) => body.match(new RegExp(`id="${id}">([^<]*)<`))?.[1];
    const wrong = await editor(await fill(author, path, { ...typed, viec: 'luu' }));
    expect(fieldsOf(wrong)).toMatchObject({
      explanation: ['x'.repeat(1001)],
      optionText: [...texts.slice(0, 2), 'dài '.repeat(126).trim(), '<b>D</b>', 'E'],
    });
    expect(sentence(wrong, 'e-options')).toContain('đúng một lựa chọn đúng');
    expect(sentence(wrong, 'e-text-1')).toContain('giống hệt nhau');
    expect(sentence(wrong, 'e-text-2')).toContain('dài quá 500');
    expect(sentence(wrong, 'e-explanation')).toContain('dài quá 1.000');
    const many = Array.from({ length: 30 }, (_, row) => `Lựa chọn ${row}`);
    const crowd = await editor(
      await fill(author, path, { ...typed, optionText: many, optionFeedback: many, correct: '29', viec: 'luu' }),
    );
    expect(fieldsOf(crowd)).toMatchObject({ optionText: many, correct: ['29'] });
    expect(sentence(crowd, 'e-options')).toContain('từ 2 đến 8');
    expect(new Set(fieldsOf(crowd).optionId).size).toBe(30);
    const flood = Array.from({ length: 51 }, (_, row) => `Lựa chọn ${row}`);
    const refused = await fill(author, path, { ...typed, optionText: flood, optionFeedback: flood, viec: 'luu' });
    expect(refused.status).toBe(422);
    expect(fieldsOf(refused.body)).toMatchObject({ optionText: flood });
    expect(sentence(refused.body, 'e-options')).toContain('từ 2 đến 8');
  });

  it('orders and removes questions, keeps keys, and changes the rule', async () => {
    await author.get(studio.module.desk);
    await author.post(`${studio.module.desk}/cau-hoi/a1-02/chuyen`, { revision: '0', viec: 'len' });
    await author.post(`${studio.module.desk}/cau-hoi/a1-03/bo`, { revision: '1' });
    expect((await studio.quiz()).questions.slice(0, 3).map(({ key }) => key)).toEqual(['a1-02', 'a1-01', 'a1-04']);
    expect((await fill(author, `${studio.module.desk}/quy-tac`, { draw: '0' })).status).toBe(422);
    await fill(author, `${studio.module.desk}/quy-tac`, {
      draw: '6',
      passPercent: '80',
      maxAttempts: '3',
      waitMinutes: '10',
    });
    expect((await studio.quiz()).rule).toEqual({ draw: 6, passPercent: 80, maxAttempts: 3, waitMinutes: 10 });
  });

  it('loses no question when two authors write one at once', async () => {
    const path = `${studio.module.desk}/cau-hoi-moi/true_false`;
    const open = (await author.get(path)).body;
    const statement = { explanation: 'x', answer: 'true', feedbackTrue: 't', feedbackFalse: 'f', viec: 'luu' };
    await fill(colleague, path, { ...statement, stem: 'Của Páo' });
    const stale = await fill(author, path, { ...statement, stem: 'Của Mai' }, open);
    expect([stale.status, fieldsOf(stale.body).stem]).toEqual([409, ['Của Mai']]);
    await fill(author, path, { viec: 'luu' }, stale.body);
    expect((await studio.quiz()).questions.slice(-2).map(({ stem }) => stem)).toEqual(['Của Páo', 'Của Mai']);
  });
});
