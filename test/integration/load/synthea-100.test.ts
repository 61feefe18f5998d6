import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SqlDatabase } from '#engine/sql/open-database.ts'
import type { Store } from '#engine/store/store.ts'
import { openFolder } from '../../support/open-folder.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { testData } from '../../support/test-data.ts'
import type { CodeCount, SyntheaTruth } from './synthea-truth.ts'

const folder = testData('data/synthea-100')

describe.skipIf(folder === undefined)('synthea-100', () => {
  let truth: SyntheaTruth
  let store: Store
  let database: SqlDatabase

  beforeAll(async () => {
    truth = JSON.parse(readFileSync(join(folder!, 'truth.json'), 'utf8')) as SyntheaTruth
    store = (await openFolder(folder!)).store
    database = await sqlOver(store)
  })

  const rows = (statement: string) => database.query(statement).rows
  const one = (statement: string) => rows(statement)[0]![0]
  const record = (statement: string) => Object.fromEntries(rows(statement)) as Record<string, unknown>
  /** Sums of binary fractions, compared to 4 decimal places as the truths are. */
  const money = (value: unknown) => Math.round(Number(value) * 1e4) / 1e4

  it('stores every resource, and nothing is rejected or ignored', () => {
    const stored = Object.entries(store.report.types).map(([type, { resources }]) => [type, resources])
    expect(Object.fromEntries(stored)).toEqual(truth.rows_per_type)
    expect(store.report.files.reduce((sum, file) => sum + file.stored, 0)).toBe(truth.total_rows)
    expect(store.report.files.every(({ rejected, ignored }) => rejected === 0 && ignored === 0)).toBe(true)
    expect(store.report.rejectCounts).toEqual({})
    expect(store.report.release).toBe('R4')
    expect(record('select type, count(*) from resource group by 1')).toEqual(truth.rows_per_type)
  })

  it('knows the patients of every type', () => {
    expect(store.patients).toBe(truth.distinct_patients)
    expect(
      record('select type, count(distinct patient_id) from resource where patient_id is not null group by 1')
    ).toEqual(truth.distinct_patients_referenced_per_type)
    expect(record('select gender, count(*) from patient group by 1')).toEqual(truth.patients.by_gender)
    expect(record("select substr(birth_date, 1, 3) || '0s', count(*) from patient group by 1")).toEqual(
      truth.patients.by_birth_decade
    )
    expect(one('select count(*) from patient where deceased')).toBe(truth.patients.deceased)
  })

  it('keeps dates as they were written', () => {
    const columns: Readonly<Record<string, string>> = {
      CarePlan: 'care_plan.period_start',
      Claim: 'claim.created',
      Condition: 'condition.onset',
      DiagnosticReport: 'diagnostic_report.effective',
      Encounter: 'encounter.period_start',
      ExplanationOfBenefit: 'explanation_of_benefit.billable_start',
      ImagingStudy: 'imaging_study.started',
      Immunization: 'immunization.occurrence',
      MedicationRequest: 'medication_request.authored_on',
      Observation: 'observation.effective',
      Procedure: 'procedure.performed_start'
    }
    const ranges = Object.entries(columns).map(([type, name]) => {
      const [table, column] = name.split('.')
      return [type, rows(`select min(${column}), max(${column}) from ${table}`)[0]]
    })
    expect(Object.fromEntries(ranges)).toEqual(truth.first_and_last_date)
    expect(one('select max(period_start) from encounter')).toBe(truth.last_encounter_start)
  })

  it.each([
    ['condition', 'top_50', 'condition'],
    ['procedure', 'top_30', 'procedure'],
    ['immunization', 'top_30', 'immunization'],
    ['medicationRequest', 'top_30', 'medication_request'],
    ['observation', 'top_60', 'observation']
  ] as const)('counts the codes of %s', (name, top, table) => {
    const part = truth[name]
    expect(store.table(table).rows).toBe(part.rows)
    expect(one(`select count(distinct code) from ${table}`)).toBe(part.distinct_codes)
    const wanted = part[top]!
    const counted = rows(
      `select code, min(display), count(*), count(distinct patient_id) from ${table} group by 1 order by 3 desc, 1 limit ${wanted.length}`
    )
    expect(counted).toEqual(
      wanted.map(({ code, display, count, distinct_patients }: CodeCount) => [code, display, count, distinct_patients])
    )
  })

  it('measures observations', () => {
    expect(record('select status, count(*) from observation group by 1')).toEqual(truth.observation.by_status)
    const doubles =
      rows(`select group_concat(code, ' + ') from (select observation_id, code from observation_coding order by position)
      group by observation_id having count(*) > 1`)
    expect(new Set(doubles.map(([codes]) => codes))).toEqual(
      new Set(Object.keys(truth.observation.rows_with_more_than_one_coding))
    )
    expect(doubles).toHaveLength(
      Object.values(truth.observation.rows_with_more_than_one_coding).reduce((sum, count) => sum + count, 0)
    )
    for (const { code, with_value_quantity, by_unit } of truth.observation.top_60 ?? []) {
      const units = database.query(
        'select unit, count(*), min(value), avg(value), max(value) from observation where code = ? and value is not null group by 1',
        [code]
      ).rows
      expect(units.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(with_value_quantity)
      expect(
        Object.fromEntries(
          units.map(([unit, n, min, mean, max]) => [unit, { n, min, mean: Number(Number(mean).toFixed(6)), max }])
        )
      ).toEqual(by_unit)
    }
  })

  it('counts encounters by class and month', () => {
    expect(record('select class_code, count(*) from encounter group by 1')).toEqual(truth.encounter.by_class)
    expect(record('select substr(period_start, 1, 7), count(*) from encounter group by 1')).toEqual(
      truth.encounter.by_year_month
    )
  })

  it('sums claims and payments', () => {
    const eob = truth.explanation_of_benefit
    const [count, paid, submitted] = rows(
      'select count(*), sum(payment_amount), sum(total_submitted) from explanation_of_benefit'
    )[0]!
    expect([count, money(paid), money(submitted)]).toEqual([eob.count, eob.sum_payment_amount, eob.sum_total_submitted])
    const [items, withNet, net] = rows('select count(*), count(net), sum(net) from explanation_of_benefit_item')[0]!
    expect([items, withNet, money(net)]).toEqual([eob.sum_of_item_counts, eob.items_with_net, eob.sum_item_net])
    expect(
      one('select count(*) from explanation_of_benefit where substr(created, 1, 4) <> substr(billable_start, 1, 4)')
    ).toBe(eob.created_year_differs_from_billable_start_year)
    const years = rows(
      'select substr(billable_start, 1, 4), count(*), coalesce(sum(payment_amount), 0) from explanation_of_benefit group by 1'
    )
    expect(Object.fromEntries(years.map(([year, n, sum]) => [year, { count: n, sum_payment: money(sum) }]))).toEqual(
      eob.by_year_of_billablePeriod_start
    )
    const insurers = rows(
      'select insurer_name, count(*), count(distinct patient_id), sum(payment_amount) from explanation_of_benefit group by 1'
    )
    expect(
      Object.fromEntries(
        insurers.map(([name, n, people, sum]) => [
          name,
          { count: n, distinct_patients: people, sum_payment: money(sum) }
        ])
      )
    ).toEqual(eob.by_insurer_display)
    expect([one('select count(*) from claim'), one('select count(*) from claim_item')]).toEqual([
      truth.claim.count,
      truth.claim.sum_of_item_counts
    ])
    const top = rows(
      'select patient_id, count(*), sum(payment_amount) from explanation_of_benefit group by 1 order by 3 desc limit 20'
    )
    expect(top.map(([patient, eobs, sum]) => ({ patient, eobs, sum_payment: money(sum) }))).toEqual(
      truth.derivations.eob_payment_top_20.top
    )
  })

  it('finds the coverages inside claims', () => {
    expect(one("select count(*) from coverage where contained_in <> ''")).toBe(truth.coverage_contained.count)
    expect(record('select payor_name, count(*) from coverage group by 1')).toEqual(
      truth.coverage_contained.by_payor_display
    )
    expect(
      one(
        'select count(*) from explanation_of_benefit e join coverage c on c.id = e.coverage_id and c.patient_id = e.patient_id'
      )
    ).toBe(truth.coverage_contained.count)
  })

  it('finds people by condition', () => {
    const having = (...codes: string[]) =>
      one(`select count(distinct patient_id) from condition join condition_coding on condition_id = id
        where condition_coding.code in (${codes.map((code) => `'${code}'`).join(', ')})`)
    const { diabetes, hypertension_active } = truth.derivations
    expect(having('44054006')).toBe(diabetes['44054006 (type 2 diabetes)'])
    expect(having('15777000')).toBe(diabetes['15777000 (prediabetes; not diabetes)'])
    expect(having('44054006', '15777000')).toBe(diabetes.either)
    expect(
      one(`select count(distinct patient_id) from condition join condition_coding on condition_id = id
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
      expect(one(`select count(*) from (${open})`)).toBe(cohort_all)
      expect(rows(`select * from (${last}) where patient_id in (${open})`)).toEqual(
        per_patient.map(({ patient, date, value }) => [patient, date, value])
      )
      expect(one(`select count(*) from (${last})`)).toBe(any_patient_last_value.patients_with_a_value)
      expect(one(`select count(*) from (${last}) where value < 7`)).toBe(any_patient_last_value.distribution['<7'])
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
      one(`select count(*) from (${index}) a where exists (select 1 from encounter b
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
      one(`select count(*) from (${index}) a join (${index}) b on a.patient_id = b.patient_id and a.id < b.id
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
        one(
          `select coalesce(sum(payment_amount), 0) from explanation_of_benefit where substr(billable_start, 1, 4) = '${year}'`
        )
      )
      expect({ member_months: months, paid, pmpm: money(paid / months) }).toEqual(expected)
      const visits = Number(
        one(`select count(*) from encounter where class_code = 'EMER' and substr(period_start, 1, 4) = '${year}'`)
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

  it('knows which codes come in several units', () => {
    const several = rows(`select code, unit from observation where value is not null and code in
      (select code from observation where value is not null group by 1 having count(distinct unit) > 1) group by 1, 2 order by 1, 2`)
    const units = Object.entries(truth.oddities.codes_with_more_than_one_unit).flatMap(([code, list]) =>
      list.map((unit) => [code, unit])
    )
    expect(several).toEqual(units)
  })

  it('knows where each resource stands', () => {
    const index = store.resources.get('ExplanationOfBenefit')!
    const bytes = gunzipSync(readFileSync(join(folder!, store.files[index.file[0]!]!)))
    for (const row of [0, 1000, index.count - 1]) {
      const text = bytes.subarray(index.offset[row], index.offset[row]! + index.length[row]!).toString('utf8')
      const { rows: found } = database.query('select id from resource where type = ? and byte_offset = ?', [
        'ExplanationOfBenefit',
        index.offset[row]!
      ])
      expect((JSON.parse(text) as { id: string }).id).toBe(found[0]![0])
    }
  })
})
