-- code: same-place-twice
-- severity: error
-- en: {value} is the Wikidata item of {other} too; a place has one row
-- id: {value} juga butir Wikidata milik {other}; satu tempat satu baris
-- ko: {value}은(는) {other}의 위키데이터 항목이기도 합니다. 한 곳은 한 행에만 적습니다
-- row cities: id=bandung, wikidata=Q10389
-- row cities: id=kota-bandung, wikidata=Q10389
SELECT 'cities' AS "table", id, 'wikidata' AS "column", wikidata AS value,
  min(id) OVER (PARTITION BY wikidata) AS other
FROM cities WHERE wikidata IS NOT NULL
QUALIFY id > other
