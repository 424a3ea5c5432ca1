-- code: ends-before-it-begins
-- severity: error
-- en: It ends on {value}, before it begins on {began}
-- id: Berakhir pada {value}, sebelum mulai pada {began}
-- ko: 종료일({value})이 시작일({began})보다 앞섭니다
-- row programs: id=compost-pilot, began=2017-03, ended=2016
SELECT 'programs' AS "table", id, 'ended' AS "column", ended AS value, began
FROM programs WHERE ended_last < began_first
UNION ALL
SELECT 'agencies', id, 'ended', ended, began FROM agencies WHERE ended_last < began_first
UNION ALL
SELECT 'agreements', id, 'valid_until', valid_until, coalesce(effective, signed)
FROM agreements WHERE valid_until_last < coalesce(effective_first, signed_first)
