import { stateMessages as m } from '#messages/state.ts'
import type { NamedQuery } from './query-file.ts'

/** Statements to start from. */
export const examples: readonly NamedQuery[] = [
  {
    title: m.registrySizes,
    text: `-- Living people in each registry on the as-of date, and their mean age
SELECT m.title, count(*) AS people, round(avg(f.age), 1) AS mean_age
FROM registry_member m
JOIN person_feature f USING (patient_id)
WHERE f.living = 'living'
GROUP BY m.title
ORDER BY people DESC`
  },
  {
    title: m.membersByChartAndClaims,
    text: `-- How each registry knows of its people, and the people whom claims nearly make members
SELECT registry,
       sum(source = 'chart') AS chart_only,
       sum(source = 'claims') AS claims_only,
       sum(source = 'both') AS both,
       (SELECT count(DISTINCT c.patient_id) FROM registry_claim c
        WHERE c.registry = m.registry AND c.patient_id NOT IN
          (SELECT patient_id FROM registry_member WHERE registry = m.registry)) AS claims_not_enough
FROM registry_member m
GROUP BY registry
ORDER BY registry`
  },
  {
    title: m.encountersByMonth,
    text: `SELECT substr(period_start, 1, 7) AS month, count(*) AS encounters
FROM encounter
WHERE period_start >= :from
GROUP BY month
ORDER BY month`
  },
  {
    title: m.a1cAbove9ByPayer,
    text: `-- Share of people with diabetes whose latest A1c is above 9%, with its interval
SELECT payer,
       count(*) AS people,
       sum(latest_hemoglobin_a1c > 9) AS above_9,
       round(100.0 * sum(latest_hemoglobin_a1c > 9) / count(*), 1) AS percent,
       round(100 * wilson_low(sum(latest_hemoglobin_a1c > 9), count(*)), 1) AS low,
       round(100 * wilson_high(sum(latest_hemoglobin_a1c > 9), count(*)), 1) AS high
FROM person_feature
WHERE has_diabetes AND living = 'living' AND latest_hemoglobin_a1c IS NOT NULL
GROUP BY payer
ORDER BY percent DESC`
  },
  {
    title: m.noEyeExamCodeFound,
    text: `-- People of a registry without any procedure that bears a word
SELECT count(*) AS people
FROM registry_member m
WHERE m.registry = 'diabetes'
  AND NOT EXISTS (
    SELECT 1 FROM procedure p
    WHERE p.patient_id = m.patient_id AND p.display LIKE '%' || :word || '%'
  )`
  }
]
