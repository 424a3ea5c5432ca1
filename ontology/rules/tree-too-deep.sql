-- code: tree-too-deep
-- severity: error
-- en: {value} lies below a topic; the tree has three levels: group, field, topic
-- id: {value} berada di bawah topik; pohon bidang bertingkat tiga: rumpun, bidang, topik
-- ko: {value}이(가) 주제 아래에 있습니다. 분야 체계는 부문, 분야, 주제의 세 단계입니다
-- row fields: id=environment
-- row fields: id=waste, broader=environment
-- row fields: id=compost, broader=waste
-- row fields: id=worms, broader=compost
SELECT 'fields' AS "table", f.id, 'broader' AS "column", f.id AS value
FROM fields AS f
JOIN fields AS topic ON topic.id = f.broader
JOIN fields AS field ON field.id = topic.broader
WHERE field.broader IS NOT NULL
  AND f.id NOT IN (topic.id, field.id, field.broader) -- that is a circle, told elsewhere
