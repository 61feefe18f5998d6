import { describe, expect, it } from 'vitest'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const patient = (gender: string, lastUpdated?: string) => ({
  resourceType: 'Patient',
  id: 'p',
  ...(lastUpdated === undefined ? {} : { meta: { lastUpdated } }),
  gender
})

describe('resources with the same type and id', () => {
  it('are ignored when their content is the same, pretty-printed or not', async () => {
    const store = await loadFiles([
      { name: 'a.ndjson', content: [patient('male'), patient('male')] },
      { name: 'b.json', content: JSON.stringify(patient('male'), undefined, 2) }
    ])
    expect(rowsOf(store, 'patient')).toHaveLength(1)
    expect(store.report.types['Patient']).toEqual({ resources: 1, rejected: 0, ignored: 2 })
    expect(store.report.rejects).toEqual([])
  })
  it('leave the newest when their content differs, and the others are listed', async () => {
    const content = [
      patient('male', '2020-01-01T00:00:00Z'),
      patient('female', '2021-01-01T00:30:00+01:00'),
      patient('other', '2020-12-31T23:00:00Z')
    ]
    const store = await loadFiles([{ name: 'a.ndjson', content }])
    expect(rowsOf(store, 'patient')).toMatchObject([{ gender: 'female' }])
    // The others are older versions, by the instants of meta.lastUpdated: 23:30 and 23:00 the day before.
    expect(store.report.types['Patient']).toEqual({ resources: 1, rejected: 0, ignored: 2 })
    expect(store.report.rejectCounts).toEqual({ superseded: 2 })
    expect(
      store.report.rejects.map(({ reason, line, scope, resourceType }) => [reason, line, scope, resourceType])
    ).toEqual([
      ['superseded', 1, 'resource', 'Patient'],
      ['superseded', 3, 'resource', 'Patient']
    ])
  })
  it('are superseded only by what tells that it is newer', async () => {
    const content = [
      patient('male'),
      patient('female', '2021-01-01T00:00:00Z'),
      patient('other', '2021-01-01T00:00:00Z'),
      patient('unknown', '2020-01-01T00:00:00Z')
    ]
    const store = await loadFiles([{ name: 'a.ndjson', content }])
    expect(rowsOf(store, 'patient')).toMatchObject([{ gender: 'female' }])
    expect(store.report.rejects.map(({ reason, line }) => [reason, line])).toEqual([
      ['duplicate-different', 1],
      ['duplicate-different', 3],
      ['superseded', 4]
    ])
    expect(store.report.types['Patient']).toEqual({ resources: 1, rejected: 2, ignored: 1 })
  })
  it('leave the first by file name when no date decides, whatever the order of the files', async () => {
    const files = [
      { name: 'b.ndjson', content: [patient('male')] },
      { name: 'a.ndjson', content: [patient('female'), patient('male')] }
    ]
    const store = await loadFiles(files)
    expect(rowsOf(store, 'patient')).toMatchObject([{ gender: 'female' }])
    expect(store.report.rejects.map(({ file, line }) => [store.files[file], line])).toEqual([
      ['a.ndjson', 2],
      ['b.ndjson', 1]
    ])
  })
  it('do not leave rows, codings or findings of those that are not stored', async () => {
    const condition = (code: string, onset: string) => ({
      resourceType: 'Condition',
      id: 'c',
      code: {
        coding: [
          { system: 's', code },
          { system: 't', code }
        ]
      },
      onsetDateTime: onset
    })
    const store = await loadFiles([{ name: 'a.ndjson', content: [condition('A', '2020'), condition('B', 'nonsense')] }])
    expect(rowsOf(store, 'condition')).toMatchObject([{ code: 'A', onset: '2020' }])
    expect(rowsOf(store, 'condition_coding').map(({ code }) => code)).toEqual(['A', 'A'])
    expect(store.concepts.codes).toEqual(['A', 'A'])
    expect(store.report.rejectCounts).toEqual({ 'duplicate-different': 1 })
  })
  it('of other types are no duplicates', async () => {
    const store = await loadFiles([
      { name: 'a.ndjson', content: [patient('male'), { resourceType: 'Person', id: 'p' }] }
    ])
    expect(Object.keys(store.report.types)).toEqual(['Patient', 'Person'])
    expect(store.report.rejectCounts).toEqual({})
  })
})
