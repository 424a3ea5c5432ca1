-- code: cited-as-another-version
-- severity: warning
-- en: The citation names version {named}, but the data are version {version}
-- id: Sitasi menyebut versi {named}, sedangkan datanya versi {version}
-- ko: 인용 표기에는 버전 {named}이(가) 있으나 데이터의 버전은 {version}입니다
-- row dataset: id=bandung-2016, version=0.2.0, citation=Sister cities of Bandung 0.1.0
WITH named AS (
  SELECT id, version, citation,
    regexp_extract_all(citation, '(?:^|[^0-9.])([0-9]{1,3}(?:\.[0-9]{1,3}){2})(?:$|[^0-9])', 1) AS names
  FROM dataset
)
SELECT 'dataset' AS "table", id, 'citation' AS "column", citation AS value, names[1] AS named, version
FROM named WHERE len(names) > 0 AND NOT contains(citation, version)
