import { describe, expect, it } from 'vitest'
import { joinRecords } from '#engine/matching/join-people.ts'
import { readPersonRecord } from '#engine/matching/records/person-record.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { keyId } from '#engine/store/model/reference-keys.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'

const mbi = { system: 'http://hl7.org/fhir/sid/us-mbi', value: '1EG4TE5MK73' }
const person = {
  resourceType: 'Patient',
  id: '1',
  identifier: [mbi],
  name: [{ family: 'Stone', given: ['Ann'] }],
  birthDate: '1950-02-03'
}
const subject = { reference: 'Patient/1' }
const visit = (id: string, start: string) => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject,
  period: { start, end: start }
})
const result = (id: string, code: string, effective: string, value?: number, encounter = 'v') => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code }] },
  subject,
  encounter: { reference: `Encounter/${encounter}` },
  effectiveDateTime: effective,
  ...(value === undefined ? {} : { valueQuantity: { value, unit: '%' } })
})

async function joined(a: readonly object[], b: readonly object[]) {
  const store = await loadFiles(
    [
      { name: 'a/x', content: [person, ...a] },
      { name: 'b/x', content: [person, ...b] }
    ],
    { sources: { sources: [{ name: 'a' }, { name: 'b' }], ofFile: [0, 1] } }
  )
  return joinRecords(
    store,
    ['a', 'b'].map((source) => readPersonRecord(person, `1@${source}`, source)),
    []
  )
}

function idsIn(store: Store, table: string): readonly (string | undefined)[] {
  const { rows } = store.table(table)
  const ids = store.table(table).column('id', 'id')
  return Array.from({ length: rows }, (_, row) => idAt(ids, row))
}

describe('records that several sources have', () => {
  it('are counted once, and references lead to the one that stays', async () => {
    const { store, duplicates } = await joined(
      [visit('v', '2024-01-01T10:00:00Z'), result('r', '4548-4', '2024-01-01', 7.2)],
      [
        visit('w', '2024-01-01T11:00:00+01:00'),
        result('s', '4548-4', '2024-01-01', 7.2, 'w'),
        result('t', '2345-7', '2024-01-02', 99, 'w')
      ]
    )
    expect(idsIn(store, 'encounter')).toEqual(['v@a'])
    expect(idsIn(store, 'observation')).toEqual(['r@a', 't@b'])
    const { codes, keys } = store.table('observation').column('encounter_id', 'reference')
    expect(Array.from(codes, (code) => keyId(keys, code))).toEqual(['v@a', 'v@a'])
    expect(duplicates.map(({ table, count }) => [table, count])).toEqual([
      ['encounter', 1],
      ['observation', 1]
    ])
    expect(store.resources.get('Observation')!.count).toBe(2)
  })

  it('stay two where a source tells them apart, where results differ, and where too little is recorded', async () => {
    const { store } = await joined(
      [
        visit('v', '2024-01-01'),
        result('r', '4548-4', '2024-01-01', 7.2),
        result('p', '4548-4', '2024-01-01', 7.2),
        result('q', '85354-9', '2024-01-01')
      ],
      [
        visit('w', '2024-01-01'),
        result('s', '4548-4', '2024-01-01', 7.3, 'w'),
        result('x', '4548-4', '2024-01-01', 7.2, 'w'),
        result('y', '85354-9', '2024-01-01', undefined, 'w')
      ]
    )
    expect(idsIn(store, 'encounter')).toEqual(['v@a', 'w@b'])
    expect(new Set(idsIn(store, 'observation'))).toEqual(new Set(['p@a', 'r@a', 's@b', 'q@a', 'y@b']))
  })
})
