import { describe, expect, it } from 'vitest'
import { FhirValues } from '#engine/cql/elm/fhir/fhir-values.ts'
import { fixedOffset } from '#engine/cql/elm/values/temporal-text.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { hasBit, emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { ChunkPatient } from '#engine/measures/chunk/chunk-patient.ts'
import type { ExtractionPlan } from '#engine/measures/chunk/extraction-plan.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import { splitPatients } from '#engine/measures/chunk/measure-chunk.ts'
import { mergeRuns } from '#engine/measures/run/merge-runs.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'

const plan: ExtractionPlan = {
  types: new Map(
    ['Patient', 'MedicationRequest', 'Medication'].map((type) => [
      type,
      { type, hasRoles: false, codeElements: ['code'], sought: undefined }
    ])
  ),
  shared: new Set(['Medication']),
  keeps: (name) => name !== 'dosage'
}
const request = (dataType: string) => ({
  dataType,
  templateId: undefined,
  codeProperty: undefined,
  dateProperty: undefined
})
const fhir = new FhirValues(fixedOffset(0))
const order = (id: string, medication: string): FhirObject => ({
  resourceType: 'MedicationRequest',
  id,
  dosage: 'left out',
  medicationReference: { reference: `Medication/${medication}` }
})

describe('chunks', () => {
  const ranges = splitPatients(3, 3)
  const extractor = new ChunkExtractor(plan, ranges)
  extractor.addResource(-1, {
    resourceType: 'Medication',
    id: 'm1',
    ingredient: [{ itemReference: { reference: 'Medication/m2' } }]
  })
  extractor.addResource(2, order('c', 'm1'))
  extractor.addResource(0, order('a', 'm1'))
  extractor.addResource(-1, { resourceType: 'Medication', id: 'm2' })
  extractor.addResource(0, order('b', 'gone'))
  extractor.addResource(-1, { resourceType: 'Medication', id: 'm3' })
  extractor.add(1, new TextEncoder().encode('{"resourceType":"Patient","id":"p"'))
  extractor.add(1, new TextEncoder().encode('{"resourceType":"Patient","id":"p"}'))
  extractor.addResource(7, order('nobody', 'm1'))
  const chunks = extractor.finish()
  const ids = (data: ChunkPatient, type: string) => data.retrieve(request(type)).map((resource) => resource['id'])

  it('hold the records of their range, and count what is unreadable', () => {
    expect(chunks.map(({ first, count, unreadable }) => [first, count, unreadable])).toEqual([
      [0, 1, 0],
      [1, 1, 1],
      [2, 1, 0],
      [-1, 1, 0]
    ])
    expect(buffersIn(chunks[0]!).every((buffer) => buffer instanceof ArrayBuffer)).toBe(true)
  })

  it('give each patient the shared records that theirs refer to, and those that these refer to', () => {
    const data = new ChunkPatient(chunks, 'derive', fhir)
    data.moveTo(0)
    expect([ids(data, 'MedicationRequest'), ids(data, 'Medication')]).toEqual([
      ['a', 'b'],
      ['m1', 'm2']
    ])
    expect(data.retrieve(request('MedicationRequest'))[0]).not.toHaveProperty('dosage')
    data.moveTo(1)
    expect([ids(data, 'MedicationRequest'), ids(data, 'Medication'), data.id]).toEqual([[], [], 'p'])
    data.moveTo(2)
    expect([ids(data, 'MedicationRequest'), ids(data, 'Medication')]).toEqual([['c'], ['m1', 'm2']])
  })

  it('join the records of a patient that are in several', () => {
    const other = new ChunkExtractor(plan, ranges)
    other.addResource(0, order('z', 'm3'))
    const data = new ChunkPatient([...chunks, ...other.finish()], 'derive', fhir)
    data.moveTo(0)
    expect([ids(data, 'MedicationRequest'), ids(data, 'Medication')]).toEqual([
      ['a', 'b', 'z'],
      ['m1', 'm2', 'm3']
    ])
  })
})

describe('runs over parts of the patients', () => {
  const part = (ordinal: number, value: number, seconds: number): MeasureRun => {
    const members = emptyBitset(40)
    setBit(members, ordinal)
    const counts = new Uint16Array(40)
    counts[ordinal] = 2
    const observations = { patient: Int32Array.of(ordinal), value: Float64Array.of(value) }
    const populations = [{ id: 'p', code: 'denominator', members, counts, observations }]
    const period = { start: '2025-01-01', end: '2025-12-31' }
    return {
      key: { snapshot: 's', measure: 'm', version: undefined, content: 'c', period, policy: 'derive', zone: 'UTC' },
      title: 'M',
      ranAt: ordinal,
      seconds,
      patients: 40,
      groups: [
        {
          id: 'g',
          scoring: 'ratio',
          basis: 'Encounter',
          improvement: undefined,
          populations,
          strata: [{ id: 'x', value: String(ordinal % 2), populations }]
        }
      ],
      numbers: [{ id: 'days', patient: Int32Array.of(ordinal, ordinal), value: Float64Array.of(value, -value) }],
      problems: [{ patient: String(ordinal), expression: 'E', resource: undefined, message: 'wrong' }]
    }
  }

  it('join to one, with the observations in the order of patients', () => {
    const merged = mergeRuns([part(33, 1, 2), part(4, 2, 3), part(6, 3, 1)])
    const { members, counts, observations } = merged.groups[0]!.populations[0]!
    expect([4, 5, 6, 33].map((ordinal) => hasBit(members, ordinal))).toEqual([true, false, true, true])
    expect([counts![4], counts![5], counts![33]]).toEqual([2, 0, 2])
    expect([[...observations!.patient], [...observations!.value]]).toEqual([
      [4, 6, 33],
      [2, 3, 1]
    ])
    const [days] = merged.numbers!
    expect([[...days!.patient], [...days!.value]]).toEqual([
      [4, 4, 6, 6, 33, 33],
      [2, -2, 3, -3, 1, -1]
    ])
    expect(merged.groups[0]!.strata.map(({ value }) => value)).toEqual(['0', '1'])
    expect([merged.seconds, merged.ranAt, merged.problems.length]).toEqual([3, 33, 3])
  })
})
