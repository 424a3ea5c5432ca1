-- code: approved-after-signing
-- severity: warning
-- en: The council approved on {value}, after the signing on {signed}
-- id: Dewan menyetujui pada {value}, setelah penandatanganan pada {signed}
-- ko: 의회 승인일({value})이 서명일({signed})보다 늦습니다
-- row agreements: id=mou-2016, signed=2016-11-24
-- row parties: id=mou-2016-bandung, agreement=mou-2016, city=bandung, approved_on=2016-12-01
SELECT 'parties' AS "table", p.id, 'approved_on' AS "column", p.approved_on AS value,
  coalesce(p.signed_on, a.signed) AS signed
FROM parties AS p JOIN agreements AS a ON a.id = p.agreement
WHERE p.approved_on_first > coalesce(p.signed_on_last, a.signed_last)
