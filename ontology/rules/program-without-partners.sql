-- code: program-without-partners
-- severity: error
-- en: The programme {value} belongs to no relation; name an agreement or at least two cities
-- id: Program {value} tidak termasuk dalam hubungan mana pun; sebutkan perjanjian atau sedikitnya dua kota
-- ko: 사업 {value}이(가) 어느 관계에도 속하지 않습니다. 협정 또는 둘 이상의 도시를 적으십시오
-- row programs: id=compost-pilot, cities=bandung
SELECT 'programs' AS "table", id, 'cities' AS "column", id AS value
FROM programs WHERE agreements IS NULL AND (cities IS NULL OR NOT contains(cities, ';'))
