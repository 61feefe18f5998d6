import { describe, expect, it } from 'vitest'
import { featureMatrix, modelFeatures } from '#engine/models/features/model-features.ts'
import { random } from '../../support/random.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { populationOfTables } from '../../unit/models/model-people.ts'
import { day, type PlainRow, type PlainTables } from '../../unit/selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const codes = ['I50.9', 'J44.9', 'E11.9', 'N18.4', 'I10', 'F32.9', 'E66.9', 'C34.9', 'I21.9']
const people = 25
const index = day('2024-01-01')
const iso = (on: number): string => new Date(on * 86_400_000).toISOString().slice(0, 10)

/** Invented people with records from two years before the index date to half a year after it. */
function invented(seed: number): PlainTables {
  const draw = random(seed)
  const below = (count: number): number => Math.floor(draw.uniform() * count)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
  const anyDay = (): number => index - 700 + below(900)
  const each = (count: number, make: (id: string, place: number) => PlainRow): PlainRow[] =>
    Array.from({ length: people * count }, (_, place) => make(`p${String(place % people).padStart(2, '0')}`, place))
  // A claim for a stay, then claims for visits, paid up to five months later.
  const claims = each(6, (patient_id, place) => {
    const on = anyDay()
    const paid = iso(on + 1 + below(150))
    return {
      id: `x${place}`,
      patient_id,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      ...(place < people ? { type: 'institutional', bill_type: '111' } : { type: 'professional' }),
      billable_start: iso(on),
      billable_end: iso(on + (place < people ? 4 : 0)),
      created: paid,
      payment_date: paid,
      payment_amount: 100 + below(900)
    }
  })
  return {
    patient: each(1, (id, place) => ({
      id,
      birth_date: iso(index - 15_000 - 500 * place),
      gender: pick(['male', 'female', 'unknown'])
    })),
    encounter: each(4, (patient_id, place) => {
      const on = anyDay()
      const ends = { period_start: iso(on), period_end: iso(on + below(8)) }
      return {
        id: `e${place}`,
        patient_id,
        status: 'finished',
        class: `${act}|${pick(['AMB', 'EMER', 'IMP'])}`,
        ...ends
      }
    }),
    condition: each(4, (patient_id, place) => {
      const on = anyDay()
      return {
        id: `c${place}`,
        patient_id,
        code: `${icd}|${pick(codes)}`,
        clinical_status: 'active',
        verification_status: pick(['confirmed', 'confirmed', 'refuted']),
        recorded_date: pick([iso(on), undefined]),
        onset: iso(on - 300),
        abatement: pick([undefined, undefined, iso(on + 100)])
      }
    }),
    observation: each(3, (patient_id, place) => ({
      id: `o${place}`,
      patient_id,
      status: 'final',
      code: `http://loinc.org|${pick(['4548-4', '39156-5'])}`,
      effective: iso(anyDay()),
      value: pick([6, 8, 10, 31]),
      unit: pick(['%', 'kg/m2'])
    })),
    medication_request: each(1, (patient_id, place) => ({
      id: `m${place}`,
      patient_id,
      status: 'active',
      intent: 'order',
      authored_on: iso(anyDay())
    })),
    explanation_of_benefit: claims,
    explanation_of_benefit_diagnosis: claims.map(({ id, patient_id }) => ({
      explanation_of_benefit_id: id,
      patient_id,
      sequence: 1,
      code: `${icd}|${pick(codes)}`
    })),
    explanation_of_benefit_item: claims.map(({ id, patient_id, bill_type }) => ({
      explanation_of_benefit_id: id,
      patient_id,
      sequence: 1,
      ...(bill_type === undefined ? { procedure_code: '99213' } : { revenue_code: pick(['0120', '0450']) })
    }))
  }
}

/** What each kind of record is known by: its parts are known with the claim. */
const knownBy: Readonly<Record<string, (row: PlainRow) => PlainRow[string]>> = {
  encounter: (row) => row['period_start'],
  condition: (row) => row['recorded_date'] ?? row['onset'],
  observation: (row) => row['effective'],
  medication_request: (row) => row['authored_on'],
  explanation_of_benefit: (row) => row['payment_date']
}

const isBefore = (value: PlainRow[string]): boolean => typeof value !== 'string' || value < iso(index)

/** The records that were known before the index date. */
function known(tables: PlainTables): PlainTables {
  const claims = new Set(
    tables['explanation_of_benefit']!.filter((row) => isBefore(row['payment_date'])).map(({ id }) => id)
  )
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      rows.filter((row) => {
        const claim = row['explanation_of_benefit_id']
        return claim === undefined ? isBefore(knownBy[name]?.(row)) : claims.has(claim)
      })
    ])
  )
}

function valuesOf(tables: PlainTables): readonly (readonly [string, readonly number[]])[] {
  const features = modelFeatures(populationOfTables(tables), shippedRisk, false)
  const patient = Int32Array.from({ length: people }, (_, person) => person)
  const { columns } = featureMatrix(features, { patient, index: new Int32Array(people).fill(index), stays: undefined })
  return features.map(({ id }, place) => [id, [...columns[place]!]] as const)
}

describe('features of a model', () => {
  it.each([1, 2, 3, 4, 5, 6])('are those of data that end with what was known before the index date, %i', (seed) => {
    const tables = invented(seed)
    expect(valuesOf(tables)).toEqual(valuesOf(known(tables)))
    // In data without a chart, visits, stays and diagnoses are those of claims.
    const { encounter: _, condition: __, ...claims } = tables
    expect(valuesOf(claims)).toEqual(valuesOf(known(claims)))
  })
})
