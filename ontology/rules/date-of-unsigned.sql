-- code: date-of-unsigned
-- severity: error
-- en: The agreement is marked as not signed, but has the date of signing {value}
-- id: Perjanjian ditandai belum ditandatangani, tetapi memiliki tanggal penandatanganan {value}
-- ko: 미서명으로 표시된 협정에 서명일 {value}이(가) 있습니다
-- row agreements: id=mou-2016, status=unsigned, signed=2016-11-24
SELECT 'agreements' AS "table", id, 'signed' AS "column", signed AS value
FROM agreements WHERE status = 'unsigned' AND signed IS NOT NULL
