-- code: renewed-before-signed
-- severity: warning
-- en: It was signed on {value}, before the agreement {renews} that it renews ({earlier})
-- id: Ditandatangani pada {value}, sebelum perjanjian {renews} yang diperbaruinya ({earlier})
-- ko: 서명일({value})이 갱신 대상 협정 {renews}의 서명일({earlier})보다 앞섭니다
-- row agreements: id=mou-2016, signed=2016-11-24
-- row agreements: id=mou-2021, signed=2015-11-24, renews=mou-2016
WITH links AS (
  SELECT id, signed, signed_last, unnest(string_split(renews, ';')) AS renews FROM agreements
  WHERE renews IS NOT NULL
)
SELECT 'agreements' AS "table", l.id, 'signed' AS "column", l.signed AS value, l.renews,
  e.signed AS earlier
FROM links AS l JOIN agreements AS e ON e.id = l.renews
WHERE l.signed_last < e.signed_first
