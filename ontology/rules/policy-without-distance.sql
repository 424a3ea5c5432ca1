-- code: policy-without-distance
-- severity: error
-- en: The rule {value} is on distance and names none; write kilometres in distance
-- id: Aturan {value} mengenai jarak tetapi tidak menyebutnya; tuliskan kilometer pada distance
-- ko: 규칙 {value}은(는) 거리에 관한 것이나 거리가 없습니다. distance에 킬로미터를 적으십시오
-- row policies: id=not-too-far, kind=distance-at-most, city=bandung
SELECT 'policies' AS "table", id, 'distance' AS "column", id AS value
FROM policies WHERE kind IN ('distance-at-most', 'distance-at-least') AND distance IS NULL
