import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNdjson } from '../../support/ndjson-file.ts'
import { testData } from '../../support/test-data.ts'
import { compiled, countBy, rowsOf, sum } from './view-rows.ts'

interface Truth {
  readonly rows_per_type: Readonly<Record<string, number>>
  readonly distinct_patients_referenced_per_type: Readonly<Record<string, number>>
  readonly patients: { readonly by_gender: Readonly<Record<string, number>> }
  readonly encounter: { readonly by_class: Readonly<Record<string, number>> }
  readonly explanation_of_benefit: Readonly<Record<string, number>> & {
    readonly by_insurer_display: Readonly<Record<string, { readonly count: number; readonly sum_payment: number }>>
  }
  readonly claim: { readonly sum_of_item_counts: number }
  readonly coverage_contained: { readonly count: number; readonly by_payor_display: Readonly<Record<string, number>> }
  readonly observation: {
    readonly top_60: readonly {
      readonly code: string
      readonly by_unit: Readonly<Record<string, { readonly n: number; readonly mean: number }>>
    }[]
  }
}

const synthea = testData('data/synthea-100')

describe.skipIf(synthea === undefined)('the views over synthea-100', () => {
  const folder = synthea ?? ''
  const truth =
    synthea === undefined ? undefined : (JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth)
  const main = Array.from(compiled.keys()).filter(
    (name) => !/_coding$|_item$|_item_code$|_component$|_contained$|_diagnosis$|_procedure$|_care_team$/.test(name)
  )

  it('give one row per resource and know the patients', () => {
    for (const name of main) {
      const type = compiled.get(name)!.definition.resource
      const expected = truth!.rows_per_type[type]
      if (expected === undefined) continue
      const rows = rowsOf(folder, name)
      expect(rows, name).toHaveLength(expected)
      expect(new Set(rows.map((row) => row['id'])).size, name).toBe(expected)
      const patients = truth!.distinct_patients_referenced_per_type[type]
      if (patients !== undefined && name !== 'patient') {
        expect(new Set(rows.map((row) => row['patient_id'])).size, name).toBe(patients)
      }
    }
  })

  it.each([
    ['condition', 'condition', 'top_50'],
    ['observation', 'observation', 'top_60'],
    ['procedure', 'procedure', 'top_30'],
    ['immunization', 'immunization', 'top_30'],
    ['medication_request', 'medicationRequest', 'top_30']
  ])('find the codes of %s', (view, key, list) => {
    const expected = (truth as unknown as Record<string, Record<string, unknown>>)[key]!
    const rows = rowsOf(folder, view)
    const counts = countBy(rows, 'code')
    expect(Object.keys(counts)).toHaveLength(Number(expected['distinct_codes']))
    for (const entry of expected[list] as {
      code: string
      display: string
      count: number
      distinct_patients: number
    }[]) {
      const mine = rows.filter((row) => row['code'] === entry.code)
      expect(mine, entry.code).toHaveLength(entry.count)
      expect(new Set(mine.map((row) => row['patient_id'])).size, entry.code).toBe(entry.distinct_patients)
      expect(mine.map((row) => row['display'])).toContain(entry.display)
    }
  })

  it('read values and units of observations', () => {
    const rows = rowsOf(folder, 'observation')
    for (const { code, by_unit } of truth!.observation.top_60) {
      for (const [unit, { n, mean }] of Object.entries(by_unit)) {
        const values = rows.filter((row) => row['code'] === code && row['unit'] === unit && row['value'] !== null)
        expect(values, `${code} ${unit}`).toHaveLength(n)
        expect(values.reduce((total, row) => total + Number(row['value']), 0) / n).toBeCloseTo(mean, 3)
      }
    }
  })

  it('keep codings beyond the first', () => {
    const codings = rowsOf(folder, 'observation_coding')
    expect(codings).toHaveLength(16_315 + 79)
    const second = codings.filter((row) => row['position'] === 1)
    expect(countBy(second, 'code')).toEqual({ '8331-1': 79 })
  })

  it('give components of blood pressure panels', () => {
    const rows = rowsOf(folder, 'observation_component')
    const panels = rowsOf(folder, 'observation').filter((row) => row['code'] === '85354-9')
    expect(panels.length).toBeGreaterThan(0)
    expect(rows.filter((row) => row['code'] === '8480-6')).toHaveLength(panels.length)
    expect(rows.filter((row) => row['code'] === '8462-4' && row['value'] === null)).toHaveLength(0)
  })

  it('count encounters by class and people by gender', () => {
    expect(countBy(rowsOf(folder, 'encounter'), 'class_code')).toEqual(truth!.encounter.by_class)
    expect(countBy(rowsOf(folder, 'patient'), 'gender')).toEqual(truth!.patients.by_gender)
  })

  it('add up payments and line items', () => {
    const benefits = rowsOf(folder, 'explanation_of_benefit')
    const expected = truth!.explanation_of_benefit
    expect(sum(benefits, 'payment_amount')).toBe(expected['sum_payment_amount'])
    expect(sum(benefits, 'total_submitted')).toBe(expected['sum_total_submitted'])
    for (const [insurer, { count, sum_payment }] of Object.entries(expected.by_insurer_display)) {
      const mine = benefits.filter((row) => row['insurer_name'] === insurer)
      expect(mine, insurer).toHaveLength(count)
      expect(sum(mine, 'payment_amount'), insurer).toBe(sum_payment)
    }
    const items = rowsOf(folder, 'explanation_of_benefit_item')
    expect(items).toHaveLength(expected['sum_of_item_counts']!)
    expect(items.filter((row) => row['net'] !== null)).toHaveLength(expected['items_with_net']!)
    expect(sum(items, 'net')).toBe(expected['sum_item_net'])
    expect(rowsOf(folder, 'claim_item')).toHaveLength(truth!.claim.sum_of_item_counts)
  })

  it('find the coverages inside explanations of benefit', () => {
    const rows = rowsOf(folder, 'coverage_contained')
    expect(rows).toHaveLength(truth!.coverage_contained.count)
    expect(countBy(rows, 'payor_name')).toEqual(truth!.coverage_contained.by_payor_display)
    const benefit = rowsOf(folder, 'explanation_of_benefit')[0]!
    expect(rows[0]).toMatchObject({
      id: `${String(benefit['id'])}#coverage`,
      contained_in: `ExplanationOfBenefit/${String(benefit['id'])}`,
      patient_id: benefit['patient_id'],
      type_text: 'Medicaid',
      type_display: 'Medicaid'
    })
  })
})

const usCore = testData('data/uscore-13')

describe.skipIf(usCore === undefined)('the views over uscore-13', () => {
  const folder = usCore ?? ''

  it('read the US Core elements of patients', () => {
    const rows = rowsOf(folder, 'patient')
    const raw = readNdjson(join(folder, 'Patient.ndjson.gz'))
    expect(rows).toHaveLength(13)
    expect(countBy(rows, 'gender')).toEqual({ female: 9, male: 4 })
    expect(rows.filter((row) => row['deceased'] === true)).toHaveLength(3)
    expect(rows.filter((row) => row['deceased_at'] !== null)).toHaveLength(3)
    rows.forEach((row, i) => {
      const json = JSON.stringify(raw[i])
      expect(row['birth_sex']).toBe(row['gender'] === 'male' ? 'M' : 'F')
      expect(json).toContain(`"code":"${String(row['race_code'])}"`)
      expect(json).toContain(`{"url":"text","valueString":"${String(row['race'])}"}`)
      expect(row['ethnicity_code']).toMatch(/^(2135-2|2186-5)$/)
      for (const column of ['family', 'given', 'record_number', 'phone', 'address_line', 'city', 'state', 'language']) {
        expect(row[column], column).toEqual(expect.any(String))
      }
    })
  })

  it('give one row per resource of each type that is there', () => {
    const rows = {
      allergy_intolerance: 11,
      condition: 555,
      device: 16,
      document_reference: 1215,
      encounter: 1215,
      immunization: 161,
      location: 44,
      medication_request: 1745,
      organization: 43,
      practitioner: 43,
      practitioner_role: 43,
      procedure: 2056
    }
    for (const [name, count] of Object.entries(rows)) expect(rowsOf(folder, name), name).toHaveLength(count)
  })

  it('read identifiers and types of providers', () => {
    expect(rowsOf(folder, 'practitioner').filter((row) => /^\d{10}$/.test(String(row['npi'])))).toHaveLength(43)
    expect(countBy(rowsOf(folder, 'organization'), 'type_code')).toEqual({ prov: 43 })
    expect(rowsOf(folder, 'practitioner_role').every((row) => row['specialty_code'] !== null)).toBe(true)
  })
})
