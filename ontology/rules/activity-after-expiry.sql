-- code: activity-after-expiry
-- severity: warning
-- en: The programme begins on {value}, after each agreement that it carries out had ended (last on {last})
-- id: Program dimulai pada {value}, setelah semua perjanjian yang dilaksanakannya berakhir (terakhir {last})
-- ko: 사업 시작일({value})이 이행 대상 협정이 모두 끝난 날({last}) 이후입니다
-- row agreements: id=mou-2016, signed=2016-11-24, term_years=5
-- row programs: id=compost-pilot, agreements=mou-2016, began=2022-01-01
WITH ends AS (
  SELECT id, coalesce(
    valid_until_last,
    CAST(coalesce(effective_last, signed_last) + to_years(TRY_CAST(term_years AS SMALLINT)) AS DATE)
  ) AS last_day FROM agreements
), links AS (
  SELECT id, began, began_first, unnest(string_split(agreements, ';')) AS agreement FROM programs
  WHERE agreements IS NOT NULL AND began IS NOT NULL
)
SELECT 'programs' AS "table", l.id, 'began' AS "column", any_value(l.began) AS value,
  max(e.last_day) AS last
FROM links AS l JOIN ends AS e ON e.id = l.agreement
GROUP BY l.id
HAVING bool_and(e.last_day IS NOT NULL AND e.last_day < l.began_first)
