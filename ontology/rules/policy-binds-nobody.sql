-- code: policy-binds-nobody
-- severity: error
-- en: The rule {value} names neither a city nor a country that it binds; write one of them
-- id: Aturan {value} tidak menyebut kota ataupun negara yang diikatnya; tuliskan salah satunya
-- ko: 규칙 {value}에 적용되는 도시나 국가가 없습니다. 둘 중 하나를 적으십시오
-- row policies: id=one-per-country, kind=one-per-country
SELECT 'policies' AS "table", id, 'city' AS "column", id AS value
FROM policies WHERE city IS NULL AND country IS NULL
