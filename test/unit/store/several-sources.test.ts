import { describe, expect, it } from 'vitest'
import { optedOut } from '#engine/population/scope/opted-out.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import type { DictionaryColumn, IntegerColumn } from '#engine/store/model/column.ts'
import { AppError } from '#shared/app-error.ts'
import { sourcePathsOf } from '../../../src-main/cli/data/source-paths.ts'
import { hasBit } from '#engine/base/kernels/bitset.ts'
import { findResource, idAt } from '#engine/store/model/id-column.ts'
import { keyId } from '#engine/store/model/reference-keys.ts'
import type { PopulationSources } from '#engine/store/model/source-keys.ts'
import type { Store } from '#engine/store/model/store.ts'

import { loadFiles, type TextFile } from '../../support/load-store.ts'

const uuid = '0b5ef1d2-3f0a-4c8e-9a51-0c6d2f7e8a11'
const patient = (id: string, family: string) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: 'urn:mrn', value: 'A1' }],
  name: [{ family }]
})
const condition = (id: string, subject: object) => ({ resourceType: 'Condition', id, subject })
const files: readonly TextFile[] = [
  {
    name: 'hospital/a.ndjson',
    content: [
      patient('1', 'Hall'),
      patient(uuid, 'Stone'),
      condition('c', { reference: 'Patient/1' }),
      condition('d', { reference: 'https://clinic.example/r4/Patient/1' }),
      condition('e', { reference: 'https://elsewhere.example/r4/Patient/1' }),
      condition('f', { reference: `Patient/${uuid}` }),
      condition('g', { reference: 'Patient?identifier=urn:mrn|A1' })
    ]
  },
  {
    name: 'clinic/b.ndjson',
    content: [
      patient('1', 'Hill'),
      patient(uuid, 'Wood'),
      condition('c', { reference: 'https://clinic.example/r4/Patient/1' }),
      condition('f', { reference: `Patient/${uuid}` }),
      condition('g', { reference: 'Patient?identifier=urn:mrn|A1' }),
      condition('h', { reference: 'Patient/9' })
    ]
  }
]
const sources: PopulationSources = {
  sources: [{ name: 'hospital' }, { name: 'clinic', base: 'https://clinic.example/r4' }],
  ofFile: [0, 1]
}

function subjectsOf(store: Store): Record<string, string> {
  const table = store.table('condition')
  const { codes, keys } = table.column('patient_id', 'reference')
  const ids = store.resources.get('Condition')!
  return Object.fromEntries(
    Array.from(codes, (code, row) => [idOf(ids, table.resource[row]!), code < 0 ? '' : keyId(keys, code)])
  )
}

function idOf({ ids }: { ids: Parameters<typeof idAt>[0] }, row: number): string {
  return idAt(ids, row) ?? ''
}

describe('a population of several sources', () => {
  it.each([{}, { workers: 2, sizes: [7, 300] }])(
    'knows a resource by source, type and id, read as %j',
    async (manner) => {
      const store = await loadFiles(files, { ...manner, sources })
      expect(store.patients).toBe(4)
      expect(findResource(store, 'Patient', '1@clinic')).toBeDefined()
      expect(findResource(store, 'Patient', `${uuid}@hospital`)).toBeDefined()
      expect(findResource(store, 'Patient', '1')).toBeUndefined()
      expect(store.report.rejectCounts).toEqual({ 'dangling-reference': 1 })
    }
  )

  it('leads references to their own source, and absolute URLs to the source of their server', async () => {
    expect(subjectsOf(await loadFiles(files, { sources }))).toEqual({
      'c@hospital': '1@hospital',
      'd@hospital': '1@clinic',
      'e@hospital': '1@hospital',
      'f@hospital': `${uuid}@hospital`,
      'g@hospital': `${uuid}@hospital`,
      'c@clinic': '1@clinic',
      'f@clinic': `${uuid}@clinic`,
      'g@clinic': `${uuid}@clinic`,
      'h@clinic': '9@clinic'
    })
  })

  it('leaves ids as they are with one source', async () => {
    const store = await loadFiles(files.slice(0, 1))
    expect(findResource(store, 'Patient', '1')).toBeDefined()
    expect(store.sources).toBeUndefined()
  })

  it('leaves out who opted out by the id of any source', async () => {
    const store = await loadFiles(files, { sources })
    const people = optedOut(store, ['1', `${uuid}@clinic`])
    const out = ['1@clinic', '1@hospital', `${uuid}@clinic`, `${uuid}@hospital`].filter((id) =>
      hasBit(people, findResource(store, 'Patient', id)!)
    )
    expect(out).toEqual(['1@clinic', '1@hospital', `${uuid}@clinic`])
  })
})

describe('SQL over several sources', () => {
  it('has the source of every record, and a table of sources', async () => {
    const tables = tableSources(await loadFiles(files, { sources }))
    const conditions = tables.get('condition')!
    const { codes, values } = conditions.read('source') as DictionaryColumn
    expect(Array.from(codes, (code) => values[code]).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'clinic'),
      ...Array.from({ length: 5 }, () => 'hospital')
    ])
    const source = tables.get('source')!
    expect((source.read('people') as IntegerColumn).values).toEqual(Int32Array.of(2, 2))
  })

  it('has neither with one source', async () => {
    const tables = tableSources(await loadFiles(files.slice(0, 1)))
    expect(tables.names).not.toContain('source')
    expect(tables.get('condition')!.columns.map(({ name }) => name)).not.toContain('source')
  })
})

describe('sources on the command line', () => {
  it('are read from NAME=PATH and NAME@BASE=PATH', () => {
    expect(sourcePathsOf(['a=x', 'b@https://b.example/r4/=y', 'a=z'])).toEqual([
      { name: 'a', base: undefined, paths: ['x', 'z'] },
      { name: 'b', base: 'https://b.example/r4', paths: ['y'] }
    ])
    expect(sourcePathsOf(['x', 'y'])).toBeUndefined()
  })

  it.each([[['a=x', 'y']], [['a+b=x']]])('are refused when half named or misnamed: %j', (args) => {
    expect(() => sourcePathsOf(args)).toThrow(AppError)
  })
})
