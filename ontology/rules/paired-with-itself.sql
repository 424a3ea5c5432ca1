-- code: paired-with-itself
-- severity: error
-- en: {value} is a party to {agreement} twice; a city cannot be paired with itself
-- id: {value} menjadi pihak dalam {agreement} dua kali; kota tidak dapat dipasangkan dengan dirinya sendiri
-- ko: {value}이(가) {agreement}의 당사자로 두 번 적혔습니다. 도시는 자기 자신과 결연할 수 없습니다
SELECT 'parties' AS "table", later.id, 'city' AS "column", later.city AS value, later.agreement
FROM parties AS later
JOIN parties AS earlier
  ON earlier.agreement = later.agreement AND earlier.city = later.city AND earlier.id < later.id
