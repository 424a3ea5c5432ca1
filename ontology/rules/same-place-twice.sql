-- code: same-place-twice
-- severity: error
-- en: {value} is the Wikidata item of {other} too; a place has one row
-- id: {value} juga butir Wikidata milik {other}; satu tempat satu baris
-- ko: {value}은(는) {other}의 위키데이터 항목이기도 합니다. 한 곳은 한 행에만 적습니다
SELECT 'cities' AS "table", later.id, 'wikidata' AS "column", later.wikidata AS value, earlier.id AS other
FROM cities AS later JOIN cities AS earlier
  ON earlier.wikidata = later.wikidata AND earlier.id < later.id
