-- code: approved-but-not-signed
-- severity: note
-- en: The council approved the field {value}, but the text of {agreement} does not name it
-- id: Dewan menyetujui bidang {value}, tetapi naskah {agreement} tidak menyebutnya
-- ko: 의회는 {value} 분야를 승인했으나 {agreement} 본문에는 없습니다
-- row agreements: id=mou-2016, status=signed
-- row commitments: id=mou-2016-waste, agreement=mou-2016, field=waste, stage=approval
SELECT 'commitments' AS "table", c.id, 'field' AS "column", c.field AS value, c.agreement
FROM commitments AS c JOIN agreements AS a ON a.id = c.agreement AND a.status = 'signed'
WHERE c.stage = 'approval' AND NOT EXISTS (
  SELECT 1 FROM commitments AS t
  WHERE t.agreement = c.agreement AND t.field = c.field AND t.stage = 'text'
)
