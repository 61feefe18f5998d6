import { describe, expect, it } from 'vitest'
import type { OfferedFile } from '../../../src-main/bulk/run/await-manifest.ts'
import { reconcileManifest } from '../../../src-main/bulk/run/reconcile-manifest.ts'

function file(key: string, type = 'Patient', count?: number): OfferedFile {
  const url = `https://files.example.org/${key}`
  return {
    kind: 'output',
    type,
    url,
    count,
    bytes: undefined,
    key,
    requiresAccessToken: undefined,
    expiresAt: undefined
  }
}

const manifest = (...files: OfferedFile[]) => ({ transactionTime: '2026-01-01T00:00:00Z', byPatient: false, files })
const known = (...files: OfferedFile[]) => new Map(files.map((file) => [file.key, file]))
const stored = (...keys: string[]) => new Map(keys.map((key) => [key, {} as never]))

describe('a fresh list of files', () => {
  it('keeps the keys of files whose every address is new, in their order', () => {
    const before = known(file('a', 'Patient', 5), file('b', 'Patient', 3), file('c', 'Condition'))
    const fresh = manifest(file('x', 'Patient', 5), file('y', 'Patient', 3), file('z', 'Condition'))
    const { files, dropped } = reconcileManifest({ files: before, stored: stored('a') }, fresh)
    expect(files.map(({ key, url }) => `${key} ${url?.at(-1)}`)).toEqual(['a x', 'b y', 'c z'])
    expect(dropped).toEqual([])
  })

  it('does not take files for the same whose counts differ', () => {
    const before = known(file('a', 'Patient', 5), file('b', 'Patient', 3))
    const fresh = manifest(file('x', 'Patient', 4), file('y', 'Patient', 4))
    const { files, dropped } = reconcileManifest({ files: before, stored: stored('a') }, fresh)
    expect(files.map(({ key }) => key)).toEqual(['x', 'y'])
    // What arrived stays.
    expect(dropped).toEqual(['b'])
  })

  it('that became shorter leaves its files missing', () => {
    const before = known(file('a'), file('b'))
    expect(reconcileManifest({ files: before, stored: stored() }, manifest(file('a'))).dropped).toEqual([])
  })
})
