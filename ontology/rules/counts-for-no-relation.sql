-- code: counts-for-no-relation
-- severity: note
-- en: {value} names neither an agreement nor two cities, so it counts for no relation
-- id: {value} tidak menyebut perjanjian ataupun dua kota, sehingga tidak dihitung untuk hubungan mana pun
-- ko: {value}에 협정도 두 도시도 적혀 있지 않아 어느 관계에도 계산되지 않습니다
-- row events: id=visit-2016, kind=visit, cities=bandung
SELECT 'events' AS "table", id, 'cities' AS "column", id AS value
FROM events WHERE agreement IS NULL AND (cities IS NULL OR NOT contains(cities, ';'))
UNION ALL
SELECT 'searches', id, 'cities', id FROM searches WHERE NOT contains(cities, ';')
UNION ALL
SELECT 'studies', id, 'cities', id
FROM studies WHERE about IS NULL AND (cities IS NULL OR NOT contains(cities, ';'))
