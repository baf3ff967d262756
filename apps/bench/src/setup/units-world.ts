import pg from 'pg';

/** How large the world of the units scenario is: the numbers of the requirement. */
export const UNITS = 5000;
export const MEMBERSHIPS = 500_000;

/** Places in the trees: communes below a province, the rest of each tree below those. */
const FILL = `
  INSERT INTO unit (id, code, tree, kind)
  SELECT ('10000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'u' || n,
    CASE WHEN n < 3000 THEN 'territory' WHEN n < 4000 THEN 'state' ELSE 'party' END,
    CASE WHEN n % 1000 = 0 AND n <> 1000 AND n <> 2000 THEN 'province' WHEN n BETWEEN 1 AND 38 THEN 'commune' ELSE 'village' END
  FROM generate_series(0, ${UNITS - 1}) n;

  -- Everything was placed once before the reform and again after it; a third was recorded wrongly first.
  INSERT INTO unit_version (id, unit_id, name, folded_name, parent_id, valid_from, valid_to, recorded_at, superseded_at)
  SELECT gen_random_uuid(), u.id, 'Đơn vị ' || u.n, 'don vi ' || u.n, p.id, v.valid_from, v.valid_to, v.recorded_at, v.superseded_at
  FROM (SELECT id, substr(code, 2)::int AS n FROM unit) u
  CROSS JOIN (VALUES
    (0, date '2020-01-01', date '2025-07-01', timestamptz '2020-01-01', NULL::timestamptz),
    (1, date '2025-07-01', NULL, timestamptz '2025-07-02', NULL),
    (2, date '2025-07-01', NULL, timestamptz '2025-07-01', timestamptz '2025-07-02')) v(k, valid_from, valid_to, recorded_at, superseded_at)
  LEFT JOIN unit p ON p.code = 'u' || CASE
    WHEN u.n IN (0, 3000, 4000) THEN NULL
    WHEN u.n BETWEEN 1 AND 38 OR u.n BETWEEN 3001 AND 3038 OR u.n BETWEEN 4001 AND 4038 THEN u.n / 1000 * 1000
    ELSE CASE WHEN u.n < 3000 THEN 0 ELSE u.n / 1000 * 1000 END + 1 + (u.n * 7 + v.k) % 38 END
  WHERE v.k < 2 OR u.n % 3 = 0;

  INSERT INTO unit_link (id, unit_id, commune_id, valid_from)
  SELECT gen_random_uuid(), b.id, t.id, date '2020-01-01' FROM unit b JOIN unit t ON t.code = 'u' || (substr(b.code, 2)::int % 1000)
  WHERE b.tree <> 'territory' AND substr(b.code, 2)::int % 1000 <= 38;

  INSERT INTO person (id)
  SELECT ('20000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid FROM generate_series(0, ${MEMBERSHIPS - 1}) n;

  -- One in four moved once: what was believed before is superseded, the past and the present are rows of their own.
  INSERT INTO membership (id, person_id, unit_id, capacity, source, valid_from, valid_to, recorded_at, superseded_at)
  SELECT gen_random_uuid(), ('20000000-0000-4000-8000-' || lpad(m.n::text, 12, '0'))::uuid,
    ('10000000-0000-7000-8000-' || lpad((CASE WHEN m.n % 10 < 8 THEN 39 + (m.n + v.k) * 7 % 2961 WHEN m.n % 10 = 8 THEN 3039 + (m.n + v.k) * 7 % 961 ELSE 4039 + (m.n + v.k) * 7 % 961 END)::text, 12, '0'))::uuid,
    CASE WHEN m.n % 10 < 8 THEN 'citizen' WHEN m.n % 10 = 8 THEN 'official' ELSE 'party_member' END, 'roster',
    v.valid_from, v.valid_to, v.recorded_at, v.superseded_at
  FROM generate_series(0, ${MEMBERSHIPS - 1}) m(n)
  CROSS JOIN (VALUES
    (0, 'stays', date '2024-01-01', NULL::date, timestamptz '2024-01-01', NULL::timestamptz),
    (0, 'moved', date '2024-01-01', NULL, timestamptz '2024-01-01', timestamptz '2026-01-01'),
    (0, 'moved', date '2024-01-01', date '2026-01-01', timestamptz '2026-01-01', NULL),
    (1, 'moved', date '2026-01-01', NULL, timestamptz '2026-01-01', NULL)) v(k, how, valid_from, valid_to, recorded_at, superseded_at)
  WHERE v.how = CASE WHEN m.n % 4 = 0 THEN 'moved' ELSE 'stays' END;
`;

/** Fills a migrated, empty database; leaves a filled one as it is. */
export async function fillUnits(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT EXISTS (SELECT FROM membership) AS filled');
    if (!rows[0].filled) await client.query(`BEGIN; ${FILL} COMMIT;`);
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

export const rootOf = (tree: 'territory' | 'state' | 'party'): string =>
  `10000000-0000-7000-8000-${String({ territory: 0, state: 3000, party: 4000 }[tree]).padStart(12, '0')}`;
export const communeOf = (number: number): string => `10000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
