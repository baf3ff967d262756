import pg from 'pg';
import { fold } from '#libs/platform';

/** The number of the requirement; places as the province has them since 2025. */
export const PEOPLE = 500_000;
const COMMUNES = 38;
const VILLAGES = 962;

export const PROVINCE = idOf(0);
export const COMMUNE = idOf(1);
export const VILLAGE = idOf(COMMUNES + 1);
/** Borne by eight in the whole province. */
export const RARE_NAME = 'Khoàng Gò Xừ';

const FAMILY = ['Lò', 'Quàng', 'Cầm', 'Tòng', 'Lường', 'Hoàng', 'Giàng', 'Vàng', 'Sùng', 'Thào', 'Mùa', 'Hạng'].concat([
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Bùi',
  'Phàn',
  'Tẩn',
  'Chẻo',
  'Lý',
  'Phùng',
  'Pờ',
  'Lỳ',
  'Chu',
  'Mạ',
]);
/** A third of all names has "Thị". */
const MIDDLE = ['Thị', 'Văn', 'A', 'Thị', 'Văn', 'Láo', 'Thị', 'Mẩy', 'Quang'];
const GIVEN = [
  'Inh',
  'Sơn',
  'Thương',
  'Pâng',
  'Phương',
  'Tuấn',
  'Chiến',
  'Mai',
  'Ánh',
  'Póm',
  'Xuân',
  'Hoa',
  'Lả',
].concat(
  ['Páo', 'Dơ', 'Sử', 'Tủa', 'Lồng', 'Vừ', 'Mỷ', 'Sua', 'Pàng', 'Dí', 'Lia', 'Hùng', 'Dũng', 'Nam', 'Hải', 'Hương'],
  ['Thảo', 'Nga', 'Linh', 'Trang', 'Yến', 'Sài', 'Lở', 'Chìn', 'Liều', 'Nhẩn', 'Diện', 'Chừ', 'Cà', 'Xó', 'Né', 'Bứ'],
);

const FILL = `
  INSERT INTO unit (id, code, tree, kind)
  SELECT ('30000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 's' || n, 'territory',
    CASE WHEN n = 0 THEN 'province' WHEN n <= ${COMMUNES} THEN 'commune' ELSE 'village' END
  FROM generate_series(0, ${COMMUNES + VILLAGES}) n;
  INSERT INTO unit_version (id, unit_id, name, folded_name, parent_id, valid_from, recorded_at)
  SELECT gen_random_uuid(), u.id, 'Đơn vị ' || u.n, 'don vi ' || u.n, p.id, '2025-07-01', '2025-07-01'
  FROM (SELECT id, substr(code, 2)::int AS n FROM unit) u
  LEFT JOIN unit p ON p.code = 's' || CASE WHEN u.n = 0 THEN NULL WHEN u.n <= ${COMMUNES} THEN 0
    ELSE 1 + (u.n - ${COMMUNES + 1}) % ${COMMUNES} END;

  -- Ids are random, as they are in life: neighbours on a roster lie far apart in the table of identities.
  CREATE TEMP TABLE made ON COMMIT DROP AS
  SELECT gen_random_uuid() AS id, n, 1 + (n::bigint * 7919 % 1000003 * 31 % cardinality($1::text[]))::int AS name,
    ${COMMUNES + 1} + n % ${VILLAGES} AS village FROM generate_series(0, ${PEOPLE - 1}) n;
  INSERT INTO person (id) SELECT id FROM made;
  INSERT INTO identity (person_id, full_name, folded_name, birth_year)
  SELECT id, CASE WHEN n % 62500 = 5 THEN $3 ELSE ($1::text[])[name] END,
    CASE WHEN n % 62500 = 5 THEN $4 ELSE ($2::text[])[name] END, 1940 + n % 70 FROM made;
  INSERT INTO membership (id, person_id, unit_id, capacity, source, valid_from, recorded_at)
  SELECT gen_random_uuid(), id, ('30000000-0000-7000-8000-' || lpad(village::text, 12, '0'))::uuid,
    'citizen', 'roster', '2025-07-01', '2025-07-01' FROM made ORDER BY n;
`;

/** Fills a migrated, empty database with half a million names; leaves a filled one as it is. Answers who searches. */
export async function fillSearch(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT EXISTS (SELECT FROM membership) AS filled');
    if (!rows[0].filled) await fill(client);
    await client.query('VACUUM (ANALYZE)');
    return (await client.query('SELECT id FROM person LIMIT 1')).rows[0].id;
  } finally {
    await client.end();
  }
}

async function fill(client: pg.Client): Promise<void> {
  const names = FAMILY.flatMap((family) =>
    MIDDLE.flatMap((middle) => GIVEN.map((given) => `${family} ${middle} ${given}`)),
  );
  const values = [names, names.map(fold), RARE_NAME, fold(RARE_NAME)];
  await client.query('BEGIN');
  for (const statement of FILL.split(';\n').filter((text) => text.trim()))
    await client.query(statement, values.slice(0, Math.max(0, ...parametersOf(statement))));
  await client.query('COMMIT');
}

const parametersOf = (statement: string): number[] => [...statement.matchAll(/\$(\d)/g)].map(([, n]) => Number(n));

function idOf(n: number): string {
  return `30000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}
