import { describe, expect, it } from 'vitest'
import { openSynthea } from './open-synthea.ts'

const synthea = await openSynthea()

describe.skipIf(synthea === undefined)('questions about synthea-100', () => {
  // Without the data the suite is skipped, and set up nevertheless.
  const { truth, rows, figure, record, money } = synthea ?? ({} as NonNullable<typeof synthea>)

  it('finds people by condition', () => {
    const having = (...codes: string[]) =>
      figure(`select count(distinct patient_id) from condition join condition_coding on condition_id = id
        where condition_coding.code in (${codes.map((code) => `'${code}'`).join(', ')})`)
    const { diabetes, hypertension_active } = truth.derivations
    expect(having('44054006')).toBe(diabetes['44054006 (type 2 diabetes)'])
    expect(having('15777000')).toBe(diabetes['15777000 (prediabetes; not diabetes)'])
    expect(having('44054006', '15777000')).toBe(diabetes.either)
    expect(
      figure(`select count(distinct patient_id) from condition join condition_coding on condition_id = id
        where condition_coding.code in ('59621000', '38341003') and clinical_status = 'active'`)
    ).toBe(hypertension_active.patients)
  })

  it('finds the last HbA1c as of a date', () => {
    for (const { as_of, cohort_all, per_patient, any_patient_last_value } of truth.derivations.last_hba1c.results) {
      const last = `select patient_id, effective, value from (
        select o.patient_id, o.effective, o.value, row_number() over (partition by o.patient_id order by julianday(o.effective) desc, o.id) as place
        from observation o join observation_coding c on c.observation_id = o.id
        where c.code = '4548-4' and o.value is not null and substr(o.effective, 1, 10) <= '${as_of}') where place = 1`
      const open = `select distinct patient_id from condition where code = '44054006' and substr(onset, 1, 10) <= '${as_of}'
        and (abatement is null or substr(abatement, 1, 10) > '${as_of}')`
      expect(figure(`select count(*) from (${open})`)).toBe(cohort_all)
      expect(rows(`select * from (${last}) where patient_id in (${open})`)).toEqual(
        per_patient.map(({ patient, date, value }) => [patient, date, value])
      )
      expect(figure(`select count(*) from (${last})`)).toBe(any_patient_last_value.patients_with_a_value)
      expect(figure(`select count(*) from (${last}) where value < 7`)).toBe(any_patient_last_value.distribution['<7'])
    }
  })

  it('finds the last blood pressure of people with hypertension', () => {
    for (const { as_of, all } of truth.derivations.bp_control.results) {
      const readings = `select o.patient_id, s.value as systolic, d.value as diastolic,
          row_number() over (partition by o.patient_id order by julianday(o.effective) desc, o.id) as place
        from observation o join observation_component s on s.observation_id = o.id and s.code = '8480-6'
        join observation_component d on d.observation_id = o.id and d.code = '8462-4'
        where o.code = '85354-9' and substr(o.effective, 1, 10) <= '${as_of}'`
      const cohort = `select distinct patient_id from condition where code in ('59621000', '38341003')
        and substr(onset, 1, 10) <= '${as_of}' and (abatement is null or substr(abatement, 1, 10) > '${as_of}')`
      const [people, controlled, none] =
        rows(`select count(*), sum(systolic < 140 and diastolic < 90), sum(systolic is null)
        from (${cohort}) c left join (select * from (${readings}) where place = 1) r on r.patient_id = c.patient_id`)[0]!
      expect({
        cohort: people,
        controlled,
        not_controlled: Number(people) - Number(controlled) - Number(none),
        no_reading: none
      }).toEqual(all)
    }
  })

  it('finds admissions, readmissions and overlapping stays', () => {
    const { readmission_30d } = truth.derivations
    const index = `select * from encounter where class_code = 'IMP' and status = 'finished' and period_end is not null`
    expect(rows(`select count(*), count(distinct patient_id) from (${index})`)[0]).toEqual([
      readmission_30d.index_admissions,
      readmission_30d.patients
    ])
    const gap = 'julianday(b.period_start) - julianday(a.period_end)'
    expect(
      figure(`select count(*) from (${index}) a where exists (select 1 from encounter b
        where b.class_code = 'IMP' and b.patient_id = a.patient_id and b.id <> a.id and ${gap} > 0 and ${gap} <= 30)`)
    ).toBe(readmission_30d.readmitted_elapsed_30x24h)
    const byYear = Object.entries(readmission_30d.by_index_discharge_year).map(([year, { index: stays }]) => [
      year,
      stays
    ])
    expect(record(`select substr(period_end, 1, 4), count(*) from (${index}) group by 1`)).toEqual(
      Object.fromEntries(byYear)
    )
    expect(
      figure(`select count(*) from (${index}) a join (${index}) b on a.patient_id = b.patient_id and a.id < b.id
        where julianday(a.period_start) < julianday(b.period_end) and julianday(b.period_start) < julianday(a.period_end)`)
    ).toBe(truth.oddities.overlapping_inpatient_pairs_of_one_patient)
    const [start, end, days] =
      rows(`select period_start, period_end, round(julianday(period_end) - julianday(period_start), 2)
      from (${index}) order by 3 desc limit 1`)[0]!
    expect({ start, end, days }).toEqual(truth.oddities.longest_inpatient_stay)
  })

  it('counts emergency visits and member months', () => {
    expect(
      record("select substr(period_start, 1, 4), count(*) from encounter where class_code = 'EMER' group by 1")
    ).toEqual(truth.derivations.ed_visits_per_1000.all_years_ed)
    const lastMonth = 2020 * 12 + 4
    const born = rows('select birth_date from patient').map(
      ([text]) => Number(String(text).slice(0, 4)) * 12 + Number(String(text).slice(5, 7)) - 1
    )
    for (const [year, expected] of Object.entries(truth.derivations.pmpm.by_year)) {
      const [first, last] = [Number(year) * 12, Math.min(Number(year) * 12 + 11, lastMonth)]
      const months = born.reduce((sum, month) => sum + Math.max(0, last - Math.max(first, month) + 1), 0)
      const paid = money(
        figure(
          `select coalesce(sum(payment_amount), 0) from explanation_of_benefit where substr(billable_start, 1, 4) = '${year}'`
        )
      )
      expect({ member_months: months, paid, pmpm: money(paid / months) }).toEqual(expected)
      const visits = Number(
        figure(`select count(*) from encounter where class_code = 'EMER' and substr(period_start, 1, 4) = '${year}'`)
      )
      const alive = born.filter((month) => month <= last).length
      expect({
        ed_visits: visits,
        alive_any_month: alive,
        per_1000_a: money((visits / alive) * 1000),
        per_1000_b: money((visits / months) * 12_000)
      }).toEqual(truth.derivations.ed_visits_per_1000.by_year[year])
    }
  })
})
