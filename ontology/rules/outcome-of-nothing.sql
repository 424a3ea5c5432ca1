-- code: outcome-of-nothing
-- severity: warning
-- en: An outcome is claimed for {value}, whose status is {status}
-- id: Hasil dinyatakan untuk {value}, yang berstatus {status}
-- ko: 상태가 {status}인 사업 {value}에 성과가 적혀 있습니다
-- row programs: id=compost-pilot, status=cancelled
-- row outcomes: id=compost-made, program=compost-pilot
SELECT 'outcomes' AS "table", o.id, 'program' AS "column", o.program AS value, p.status
FROM outcomes AS o JOIN programs AS p ON p.id = o.program
WHERE p.status IN ('cancelled', 'not-realised', 'planned')
