-- code: circular-reference
-- severity: error
-- en: {value} leads back to itself through {column}
-- id: {value} kembali ke dirinya sendiri melalui {column}
-- ko: {value}이(가) {column}을(를) 따라 자기 자신으로 되돌아옵니다
-- row fields: id=waste, broader=waste
WITH RECURSIVE steps AS (
  SELECT 'fields' AS "table", 'broader' AS "column", id, broader AS next FROM fields
  UNION ALL SELECT 'agencies', 'part_of', id, part_of FROM agencies
  UNION ALL SELECT 'agencies', 'replaces', id, unnest(string_split(replaces, ';')) FROM agencies
  UNION ALL SELECT 'agreements', 'renews', id, unnest(string_split(renews, ';')) FROM agreements
  UNION ALL SELECT 'agreements', 'carries_out', id, unnest(string_split(carries_out, ';'))
  FROM agreements
), links AS (SELECT * FROM steps WHERE next IS NOT NULL),
paths AS (
  SELECT "table", "column", id, next FROM links
  UNION
  SELECT p."table", p."column", p.id, l.next
  FROM paths AS p JOIN links AS l ON l.id = p.next AND l."table" = p."table" AND l."column" = p."column"
)
SELECT "table", id, "column", id AS value FROM paths WHERE id = next
