import { describe, expect, it } from 'vitest'
import { instantAt } from '#engine/store/model/column.ts'
import { NO_DAY, NO_OFFSET } from '#engine/base/fhir/missing.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf, valuesOf } from '../../support/rows-of.ts'

const patient = { resourceType: 'Patient', id: 'p' }
const observation = (id: string, more: object) => ({
  resourceType: 'Observation',
  id,
  subject: { reference: 'Patient/p' },
  ...more
})
const load = (...content: unknown[]) => loadFiles([{ name: 'a.ndjson', content: [patient, ...content] }])

describe('dates', () => {
  it('keep precision, local day and offset', async () => {
    const texts = [
      '2020',
      '2020-02',
      '2020-02-29',
      '2020-02-29T23:30:00-05:00',
      '2020-03-01T04:30:00Z',
      '2020-02-29T12:00:00'
    ]
    const store = await load(
      ...texts.map((effectiveDateTime, index) => observation(`o${index}`, { effectiveDateTime }))
    )
    const column = store.table('observation').column('effective', 'dateTime')
    const byId = new Map(rowsOf(store, 'observation').map(({ id, effective }, row) => [id, { effective, row }]))
    expect(texts.map((_, index) => byId.get(`o${index}`)!.effective)).toEqual(texts)
    const row = (index: number) => byId.get(`o${index}`)!.row
    expect(column.precision[row(0)]).toBe(1)
    expect(column.days[row(3)]).toBe(Date.UTC(2020, 1, 29) / 864e5)
    expect(instantAt(column, row(3))).toBe(Date.UTC(2020, 2, 1, 4, 30))
    expect(instantAt(column, row(3))).toBe(instantAt(column, row(4)))
    expect(column.offset[row(5)]).toBe(NO_OFFSET)
  })
  it('that cannot be read are counted and left out, the resource stays', async () => {
    const store = await load(
      observation('a', { effectiveDateTime: '2020-02-30' }),
      observation('b', { effectiveDateTime: 20200230 }),
      { resourceType: 'Patient', id: 'q', birthDate: 'yesterday' }
    )
    expect(valuesOf(store, 'observation', 'effective')).toEqual([null, null])
    expect(store.table('observation').day).toEqual(Int32Array.of(NO_DAY, NO_DAY))
    expect(store.report.rejects.map(({ reason, path, scope }) => [reason, path, scope])).toEqual([
      ['bad-date', 'Observation.effective', 'value'],
      ['bad-date', 'Observation.effective', 'value'],
      ['bad-date', 'Patient.birthDate', 'value']
    ])
    expect(store.report.types).toMatchObject({
      Observation: { resources: 2, rejected: 0 },
      Patient: { resources: 2, rejected: 0 }
    })
  })
})

describe('numbers', () => {
  it('that cannot be read are counted and left out', async () => {
    const store = await load(
      observation('a', { valueQuantity: { value: 1.5, unit: 'mg' } }),
      observation('b', { valueQuantity: { value: '1.5', unit: 'mg' } }),
      '{"resourceType":"Observation","id":"c","valueQuantity":{"value":1e999}}',
      { resourceType: 'MedicationRequest', id: 'm', dispenseRequest: { numberOfRepeatsAllowed: 1.5 } }
    )
    expect(rowsOf(store, 'observation').map(({ value, unit }) => [value, unit])).toEqual([
      [1.5, 'mg'],
      [null, 'mg'],
      [null, null]
    ])
    expect(store.report.rejects.map(({ reason, path }) => [reason, path])).toEqual(
      [
        ['bad-number', 'Observation.valueQuantity.value'],
        ['bad-number', 'Observation.valueQuantity.value'],
        ['bad-number', 'MedicationRequest.dispenseRequest.numberOfRepeatsAllowed']
      ].map(([reason, path]) => [reason, path!.replace('valueQuantity.value', 'value')])
    )
  })
})

describe('elements of another JSON type', () => {
  it('are counted once each, and never stop a resource', async () => {
    const store = await load(
      observation('a', { status: { code: 'final' }, code: '8480-6', valueBoolean: 'yes' }),
      { resourceType: 'Encounter', id: 'e', subject: 'Patient/p', period: '2020', class: [] },
      { resourceType: 'Patient', id: 'q', name: 'Ann', gender: 7, deceasedBoolean: 'no', communication: null }
    )
    expect(store.report.rejects.map(({ reason, line, path }) => [reason, line, path])).toEqual([
      ['wrong-type', 2, 'Observation.code'],
      ['wrong-type', 2, 'Observation.status'],
      ['wrong-type', 2, 'Observation.value'],
      ['wrong-type', 3, 'Encounter.period'],
      ['wrong-type', 3, 'Encounter.subject'],
      ['wrong-type', 4, 'Patient.deceased'],
      ['wrong-type', 4, 'Patient.gender'],
      ['wrong-type', 4, 'Patient.name']
    ])
    expect(store.report.files[0]).toMatchObject({ lines: 4, stored: 4, rejected: 0 })
  })
})

describe('concepts', () => {
  it('are distinct pairs with the first display, and without a code distinct displays', async () => {
    const coded = (id: string, coding: object[], text?: string) => ({
      resourceType: 'Condition',
      id,
      code: { coding, text }
    })
    const store = await load(
      coded('c1', [
        { system: 's', code: 'A' },
        { system: 't', code: 'X', display: 'Ex' }
      ]),
      coded('c2', [{ system: 's', code: 'A', display: 'First' }]),
      coded('c3', [{ system: 's', code: 'A', display: 'Second' }]),
      coded('c4', [], 'only text'),
      coded('c5', [], 'other text'),
      coded('c6', [{ code: 'A' }])
    )
    expect(rowsOf(store, 'condition').map(({ id, system, code, display }) => [id, system, code, display])).toEqual([
      ['c1', 's', 'A', 'First'],
      ['c2', 's', 'A', 'First'],
      ['c3', 's', 'A', 'First'],
      ['c4', null, null, 'only text'],
      ['c5', null, null, 'other text'],
      ['c6', null, 'A', null]
    ])
    expect(store.concepts.find('s', 'A')).toBe(store.table('condition').column('code', 'concept').ids[0])
    expect(store.concepts.find('', 'A')).toBe(store.table('condition').column('code', 'concept').ids[5])
    expect(store.concepts.find('s', 'B')).toBe(-1)
    expect(
      rowsOf(store, 'condition_coding').map(({ condition_id, position, code }) => [condition_id, position, code])
    ).toEqual([
      ['c1', 0, 'A'],
      ['c1', 1, 'X'],
      ['c2', 0, 'A'],
      ['c3', 0, 'A'],
      ['c6', 0, 'A']
    ])
  })
})

describe('order of rows', () => {
  it('is by patient, day, instant and source, with unknown patients last and days first', async () => {
    const of = (id: string, subject: string | undefined, effectiveDateTime?: string) => ({
      resourceType: 'Observation',
      id,
      ...(subject === undefined ? {} : { subject: { reference: `Patient/${subject}` } }),
      ...(effectiveDateTime === undefined ? {} : { effectiveDateTime })
    })
    const store = await loadFiles([
      {
        name: 'b.ndjson',
        content: [of('late-source', 'a', '2020-01-02T10:00:00Z'), { resourceType: 'Patient', id: 'a' }]
      },
      {
        name: 'a.ndjson',
        content: [
          { resourceType: 'Patient', id: 'b' },
          of('nobody', undefined, '2019-01-01'),
          of('b1', 'b', '2019-05-05'),
          of('no-day', 'a'),
          // The same instant as the next one, but the written day is earlier.
          of('day-before', 'a', '2020-01-01T23:00:00-11:00'),
          of('same', 'a', '2020-01-02T10:00:00Z'),
          of('earlier-instant', 'a', '2020-01-02T11:00:00+05:00'),
          of('day-only', 'a', '2020-01-02')
        ]
      }
    ])
    const table = store.table('observation')
    expect(valuesOf(store, 'observation', 'id')).toEqual([
      'no-day',
      'day-before',
      'day-only',
      'earlier-instant',
      'same',
      'late-source',
      'b1',
      'nobody'
    ])
    expect(Array.from(table.patient!)).toEqual([0, 0, 0, 0, 0, 0, 1, -1])
    expect(Array.from(table.patientOffsets!)).toEqual([0, 6, 7])
    expect(valuesOf(store, 'patient', 'id')).toEqual(['a', 'b'])
    expect(store.table('organization').patient).toBeUndefined()
    expect(store.table('organization').day).toBeUndefined()
  })
})

describe('the store', () => {
  it('says which tables and columns there are', async () => {
    const store = await load()
    expect(() => store.table('nothing')).toThrow('no table “nothing”')
    expect(() => store.table('patient').column('nothing', 'id')).toThrow('no column “nothing”')
    expect(() => store.table('patient').column('gender', 'id')).toThrow('not of the kind id')
  })
  it('knows where each resource stands', async () => {
    const content = `\ufeff${JSON.stringify(patient)}\r\n\r\n${JSON.stringify(observation('ö-not', {})).replace('ö-not', 'o')}`
    const store = await loadFiles([{ name: 'a.ndjson', content }])
    const index = store.resources.get('Observation')!
    expect([index.line[0], index.offset[0]]).toEqual([3, 3 + JSON.stringify(patient).length + 4])
    expect(store.report.files[0]).toMatchObject({ lines: 3, stored: 2, ignored: 1 })
  })
})
