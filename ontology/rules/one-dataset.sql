-- code: one-dataset
-- severity: error
-- en: The table dataset describes the data set in exactly one row; rows here: {count}
-- id: Tabel dataset menerangkan kumpulan data dalam tepat satu baris; jumlah baris di sini: {count}
-- ko: dataset 표는 데이터세트를 정확히 한 행으로 설명해야 하나 {count}행이 있습니다
-- row dataset: id=bandung-2016
-- row dataset: id=bandung-2017
SELECT 'dataset' AS "table", max(id) AS id, 'id' AS "column", max(id) AS value, count(*) AS count
FROM dataset HAVING count(*) <> 1
