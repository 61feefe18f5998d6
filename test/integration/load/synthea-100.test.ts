import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { CodeCount } from './synthea-ground-truth.ts'
import { openSynthea } from './open-synthea.ts'

const synthea = await openSynthea()

describe.skipIf(synthea === undefined)('synthea-100', () => {
  // Without the data the suite is skipped, and set up nevertheless.
  const { folder, truth, store, rows, figure, record, money, database } = synthea ?? ({} as NonNullable<typeof synthea>)

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
    expect(figure('select count(*) from patient where deceased')).toBe(truth.patients.deceased)
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
    expect(figure('select max(period_start) from encounter')).toBe(truth.last_encounter_start)
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
    expect(figure(`select count(distinct code) from ${table}`)).toBe(part.distinct_codes)
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
      figure('select count(*) from explanation_of_benefit where substr(created, 1, 4) <> substr(billable_start, 1, 4)')
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
    expect([figure('select count(*) from claim'), figure('select count(*) from claim_item')]).toEqual([
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
    expect(figure("select count(*) from coverage where contained_in <> ''")).toBe(truth.coverage_contained.count)
    expect(record('select payor_name, count(*) from coverage group by 1')).toEqual(
      truth.coverage_contained.by_payor_display
    )
    expect(
      figure(
        'select count(*) from explanation_of_benefit e join coverage c on c.id = e.coverage_id and c.patient_id = e.patient_id'
      )
    ).toBe(truth.coverage_contained.count)
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
    const bytes = gunzipSync(readFileSync(join(folder, store.files[index.file[0]!]!)))
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
