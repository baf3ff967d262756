import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner } from '#libs/platform';
import { Visitor } from './browserless.js';
import { ScopeWorld } from './scope-world.js';
import { createWebContext, type WebContext } from './web-context.js';

/** A unit's certificates, from the desk to the file, without JavaScript. */
describe('printing a unit’s certificates', () => {
  let context: WebContext;
  let world: ScopeWorld;
  let manager: Visitor;
  beforeAll(async () => {
    context = await createWebContext();
    world = await ScopeWorld.make(context);
    const { session } = await world.caller('Vàng Thị In', 'unit_manager', world.inside.unit);
    manager = new Visitor(context.app, { hvs_session: session });
    await context.db.query('DELETE FROM certificate_print');
  }, 400_000);
  afterAll(() => context.close());

  const path = () => `/don-vi/${world.inside.unit}/giay-chung-nhan`;
  const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  it('asks what for, makes the file and hands it out', async () => {
    expect((await manager.get(`/don-vi/${world.inside.unit}`)).body).toContain(`href="${path()}"`);
    const { body } = await manager.get(path());
    expect(words(body)).toContain('có 1 giấy chứng nhận');
    const clientKey = body.match(/name="clientKey" value="([^"]+)"/)![1]!;

    const refused = await manager.post(path(), { clientKey, printPurpose: '' });
    expect(refused.status).toBe(422);
    expect(words(refused.body)).toContain('Bạn chọn mục đích in.');

    const asked = await manager.post(path(), { clientKey, printPurpose: 'trao' });
    expect(words(asked.body)).toContain('đang chờ đến lượt');
    expect(asked.body).toContain('data-reload-seconds="3"');
    await context.get(JobRunner).drain();
    const ready = await manager.get(path());
    expect(words(ready.body)).toContain('Trao giấy chứng nhận');
    const href = ready.body.match(/href="(\/don-vi\/giay-chung-nhan\/[^"]+\/tep)"/)![1]!;
    const file = await manager.get(href);
    expect([file.status, file.headers['content-type']]).toEqual([200, 'application/pdf']);

    const { session } = await world.caller('Người Xã Khác', 'unit_manager', world.outside.unit);
    const other = new Visitor(context.app, { hvs_session: session });
    for (const address of [path(), href]) expect((await other.get(address)).status).toBe(403);
  });

  it('says so where nobody has a certificate', async () => {
    const { session } = await world.caller('Vàng Thị Không', 'unit_manager', world.outside.unit);
    await context.db.query(
      'DELETE FROM certificate_payload WHERE certificate_id IN (SELECT id FROM certificate WHERE code = $1)',
      [world.outside.certificate],
    );
    const page = await new Visitor(context.app, { hvs_session: session }).get(
      `/don-vi/${world.outside.unit}/giay-chung-nhan`,
    );
    expect(words(page.body)).toContain('Chưa ai trong đơn vị này có giấy chứng nhận để in.');
  });
});
