-- code: paired-with-itself
-- severity: error
-- en: {value} is a party to {agreement} twice; a city cannot be paired with itself
-- id: {value} menjadi pihak dalam {agreement} dua kali; kota tidak dapat dipasangkan dengan dirinya sendiri
-- ko: {value}이(가) {agreement}의 당사자로 두 번 적혔습니다. 도시는 자기 자신과 결연할 수 없습니다
-- row parties: id=mou-2016-bandung, agreement=mou-2016, city=bandung
-- row parties: id=mou-2016-bandung-2, agreement=mou-2016, city=bandung
SELECT 'parties' AS "table", id, 'city' AS "column", city AS value, agreement
FROM parties WHERE city IS NOT NULL AND agreement IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY agreement, city ORDER BY id) > 1
