import { describe, expect, it } from 'vitest'
import { foldersOf, planByFolder, planTogether } from '../../../src-renderer/state/session/several-sources.ts'

const blob = new Blob()
const plan = (...names: string[]) => ({
  label: 'Data',
  kind: 'picked' as const,
  sources: names.map((name) => ({ kind: 'blob' as const, name, blob })),
  skipped: [],
  importId: undefined
})
const snapshot = (label: string, dataAt?: string) => ({
  base: `https://${label.length}.example`,
  opened: {
    listing: {
      importId: `import-${label.length}`,
      label,
      kind: 'snapshot' as const,
      files: [{ name: 'Patient.ndjson', bytes: 1 }],
      skipped: []
    },
    facts: {
      label,
      source: 'server' as const,
      patients: 1,
      resources: 1,
      release: 'R4' as const,
      textBytes: 1,
      ...(dataAt === undefined ? {} : { dataAt })
    }
  }
})

describe('folders as sources', () => {
  it('are offered when all files lie in two or more', () => {
    expect(foldersOf(plan('data/a/Patient.ndjson', 'data/b/Patient.ndjson'))).toEqual(['a', 'b'])
    expect(foldersOf(plan('a/x.ndjson', 'a/y.ndjson'))).toEqual([])
    expect(foldersOf(plan('a/x.ndjson', 'y.ndjson'))).toEqual([])
    const { sources } = planByFolder(plan('data/a!/x.ndjson', 'data/b/x.ndjson'))
    expect(sources.map(({ from, name }) => [from?.name, name])).toEqual([
      ['a', 'data/a!/x.ndjson'],
      ['b', 'data/b/x.ndjson']
    ])
  })
})

describe('snapshots that are opened together', () => {
  it('are sources with names of their own, the base of their server and the time of their data', () => {
    const { sources, imports, importId } = planTogether([
      snapshot('Clinic', '2026-10-01T00:00:00Z'),
      snapshot('Clinic')
    ])
    expect(sources.map(({ from, name }) => [from, name])).toEqual([
      [{ name: 'Clinic', base: 'https://6.example', exportedAt: Date.UTC(2026, 9, 1) }, 'Clinic/Patient.ndjson'],
      [{ name: 'Clinic 2', base: 'https://6.example' }, 'Clinic 2/Patient.ndjson']
    ])
    expect([imports, importId]).toEqual([['import-6', 'import-6'], undefined])
  })
})
