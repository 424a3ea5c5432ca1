-- code: too-few-parties
-- severity: error
-- en: The agreement {value} has {count} of the two parties that it needs; add rows to parties
-- id: Perjanjian {value} memiliki {count} dari dua pihak yang diperlukan; tambahkan baris di parties
-- ko: 협정 {value}에는 당사자가 둘 이상 있어야 하나 {count}곳뿐입니다. parties에 행을 추가하십시오
-- row agreements: id=mou-2016
-- row parties: id=mou-2016-bandung, agreement=mou-2016, city=bandung
SELECT 'agreements' AS "table", a.id, 'id' AS "column", a.id AS value, count(DISTINCT p.city) AS count
FROM agreements AS a LEFT JOIN parties AS p ON p.agreement = a.id
GROUP BY a.id HAVING count(DISTINCT p.city) < 2
