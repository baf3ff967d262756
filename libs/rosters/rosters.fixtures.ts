import { People, type Actor, type NewPerson, type Role } from '#libs/identity';
import { Units, type NewUnit } from '#libs/organisation';
import { UnitOfWork, type Tx } from '#libs/platform';

/** What the suites of this lib share. */
interface Services {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

export const SINCE = '2025-07-01';

/** A commune with two villages and its bodies, another commune with one village, a department with its Party cell. */
export async function makeUnits({ get }: Services) {
  const units = get(Units);
  return get(UnitOfWork).run(async (tx) => {
    const make = (tree: NewUnit['tree'], code: string, kind: string, name: string, parentId: string | null) =>
      units.create(tx, { tree, code, kind, name, parentId, validFrom: SINCE });
    const province = await make('territory', '12', 'province', 'Tỉnh Lai Châu', null);
    const commune = await make('territory', '03390', 'commune', 'Xã Bình Lư', province);
    const village = await make('territory', '03390-1', 'village', 'Bản Nà Khằm', commune);
    const otherVillage = await make('territory', '03390-2', 'village', 'Bản Nà Hum', commune);
    const otherCommune = await make('territory', '03394', 'commune', 'Xã Sin Suối Hồ', province);
    const farVillage = await make('territory', '03394-1', 'village', 'Bản Chí Sáng', otherCommune);
    const state = await make('state', 'root', 'province_committee', 'UBND tỉnh Lai Châu', null);
    const department = await make('state', 'so-noi-vu', 'department', 'Sở Nội vụ', state);
    const committee = await make('state', 'ubnd-03390', 'committee', 'UBND xã Bình Lư', state);
    const party = await make('party', 'root', 'province_party', 'Đảng bộ tỉnh Lai Châu', null);
    const cell = await make('party', 'cb-so-noi-vu', 'party_cell', 'Chi bộ Sở Nội vụ', party);
    await units.link(tx, committee, commune, SINCE);
    return {
      province,
      commune,
      village,
      otherVillage,
      otherCommune,
      farVillage,
      state,
      department,
      committee,
      party,
      cell,
    };
  });
}

export const makePerson = ({ get }: Services, person: Partial<NewPerson> = {}): Promise<string> =>
  get(UnitOfWork).run((tx: Tx) => get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1968, ...person }));

export const actorOf = (personId: string, role: Role, unitIds: string[]): Actor => ({
  personId,
  displayName: '',
  accountId: null,
  sessionId: null,
  via: 'session',
  grants: [{ role, unitIds }],
  origin: { ip: '10.1.2.3', port: 40_000 },
});
