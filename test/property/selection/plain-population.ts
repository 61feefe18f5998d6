import { fc } from '../../support/property.ts'
import type { PlainRow, PlainTables } from '../../unit/selection/plain-store.ts'

const sct = 'http://snomed.info/sct'
const loinc = 'http://loinc.org'
const claim = 'http://terminology.hl7.org/CodeSystem/claim-type'
const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const ids = Array.from({ length: 16 }, (_, index) => `p${String(index).padStart(2, '0')}`)

const when = fc
  .tuple(
    fc.integer({ min: 2016, max: 2020 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 23 })
  )
  .map(([year, month, day, hour]) => {
    const two = (value: number): string => String(value).padStart(2, '0')
    return `${year}-${two(month)}-${two(day)}T${two(hour)}:30:00-05:00`
  })
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 3 })
// Few of the ids belong to nobody, so that most rows are about somebody.
const who = fc.constantFrom(...ids.slice(0, 6), ...ids, 'nobody')
const organization = fc.constantFrom('a', 'b', 'gone')

function rowsOf(
  name: string,
  columns: Record<string, fc.Arbitrary<PlainRow[string]>>,
  maxLength: number
): fc.Arbitrary<PlainRow[]> {
  return fc
    .array(fc.record(columns), { minLength: maxLength / 2, maxLength })
    .map((rows) => rows.map((row, index) => ({ id: `${name}${index}`, ...row })))
}

const patients = fc
  .array(
    fc.record({
      birth_date: maybe(
        fc.constantFrom(
          '1930-05-01',
          '1950-02-28',
          '1958-12-31',
          '1975-06-15',
          '1999-01-01',
          '2012-02-29',
          '2019-03-01'
        )
      ),
      gender: maybe(fc.constantFrom('female', 'male', 'other', 'unknown')),
      race: maybe(fc.constantFrom('White', 'Asian')),
      ethnicity: maybe(fc.constantFrom('Hispanic or Latino')),
      state: maybe(fc.constantFrom('MA', 'NH')),
      deceased_at: fc.option(when, { nil: undefined, freq: 1 }).map((value) => value),
      deceased: fc.constantFrom(undefined, undefined, undefined, true, false),
      managing_organization_id: maybe(organization),
      general_practitioner_id: maybe(fc.constantFrom('Organization/a', 'Practitioner/d'))
    }),
    { minLength: 6, maxLength: ids.length }
  )
  .map((rows) => rows.map((row, index) => ({ id: ids[index]!, ...row })))

const codes = [
  '44054006',
  '59621000',
  '709044004',
  '195967001',
  '370143000',
  '55822004',
  '414916001',
  '22298006',
  '999'
]

/** Small random populations with everything that registries, dimensions and panels look at, bad rows included. */
export const plainPopulation: fc.Arbitrary<PlainTables> = fc.record({
  patient: patients,
  organization: fc.constant([
    { id: 'a', name: 'Alpha' },
    { id: 'b', name: 'Beta' }
  ]),
  practitioner_role: fc.constant([{ id: 'r', practitioner_id: 'd', organization_id: 'b' }]),
  encounter: rowsOf(
    'e',
    {
      patient_id: who,
      status: maybe(fc.constantFrom('finished', 'in-progress', 'cancelled')),
      class: maybe(fc.constantFrom(`${act}|AMB`, `${act}|EMER`, `${act}|IMP`)),
      period_start: maybe(when),
      period_end: maybe(when),
      discharge_disposition: maybe(fc.constantFrom('home', 'exp')),
      service_provider_id: maybe(organization)
    },
    60
  ),
  condition: rowsOf(
    'c',
    {
      patient_id: who,
      code: maybe(fc.constantFrom(...codes.map((code) => `${sct}|${code}`))),
      onset: maybe(when),
      abatement: fc.option(when, { nil: undefined, freq: 1 }),
      recorded_date: maybe(when),
      clinical_status: maybe(fc.constantFrom('active', 'resolved', 'remission')),
      verification_status: maybe(fc.constantFrom('confirmed', 'confirmed', 'refuted', 'provisional'))
    },
    60
  ),
  observation: rowsOf(
    'o',
    {
      patient_id: who,
      status: maybe(fc.constantFrom('final', 'amended', 'preliminary')),
      code: fc.constantFrom(`${loinc}|4548-4`, `${loinc}|98979-8`, `${loinc}|39156-5`, `${loinc}|8480-6`),
      effective: maybe(when),
      value: maybe(fc.integer({ min: 3, max: 160 }).map((value) => value / 2)),
      unit: maybe(fc.constantFrom('%', 'mL/min/{1.73_m2}', 'kg/m2', 'mm[Hg]'))
    },
    60
  ),
  observation_component: rowsOf(
    'b',
    {
      patient_id: who,
      status: maybe(fc.constantFrom('final')),
      code: fc.constantFrom(`${loinc}|8480-6`, `${loinc}|8462-4`),
      effective: fc.constantFrom('2018-03-01', '2019-03-01', '2019-09-01', '2020-02-01'),
      value: fc.integer({ min: 60, max: 180 }),
      unit: fc.constantFrom('mm[Hg]', 'mm[Hg]', 'kPa')
    },
    80
  ),
  coverage: rowsOf(
    'v',
    {
      patient_id: who,
      status: maybe(fc.constantFrom('active', 'cancelled')),
      payor_name: maybe(fc.constantFrom('Blue', 'Green')),
      payor_id: maybe(organization),
      period_start: maybe(when),
      period_end: maybe(when),
      contained_in: maybe(fc.constantFrom('', 'ExplanationOfBenefit/x'))
    },
    20
  ),
  explanation_of_benefit: rowsOf(
    'x',
    {
      patient_id: who,
      status: maybe(fc.constantFrom('active', 'cancelled')),
      use: maybe(fc.constantFrom('claim', 'claim', 'predetermination')),
      type: maybe(fc.constantFrom(...['institutional', 'professional', 'pharmacy'].map((code) => `${claim}|${code}`))),
      insurer_name: maybe(fc.constantFrom('Blue', 'NO_INSURANCE')),
      coverage_id: maybe(fc.integer({ min: 0, max: 12 }).map((row) => `v${row}`)),
      encounter_id: maybe(fc.integer({ min: 0, max: 30 }).map((row) => `e${row}`)),
      billable_start: maybe(when),
      created: maybe(when),
      payment_date: maybe(fc.constantFrom('2018-03-01', '2019-03-01', '2020-12-01')),
      payment_amount: maybe(fc.integer({ min: 0, max: 9999 }))
    },
    40
  )
})

/** The same with claims that refer to coverages and encounters of their own person only. */
export function withinPeople(tables: PlainTables): PlainTables {
  const personOf = (table: string) => new Map((tables[table] ?? []).map((row) => [row['id'], row['patient_id']]))
  const [coverages, encounters] = [personOf('coverage'), personOf('encounter')]
  const claims = (tables['explanation_of_benefit'] ?? []).map((row) => ({
    ...row,
    coverage_id: coverages.get(row['coverage_id']) === row['patient_id'] ? row['coverage_id'] : undefined,
    encounter_id: encounters.get(row['encounter_id']) === row['patient_id'] ? row['encounter_id'] : undefined
  }))
  return { ...tables, explanation_of_benefit: claims }
}
