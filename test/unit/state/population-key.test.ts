import { describe, expect, it } from 'vitest'
import { populationKey } from '#shared/snapshot.ts'

describe('the name of a population', () => {
  it('is that of its source, the same for every snapshot of it, and never mixes files with servers', () => {
    expect(populationKey(undefined)).toBeUndefined()
    expect(populationKey({ kind: 'server', label: 'Riverbend' })).toBe('server:Riverbend')
    expect(populationKey({ kind: 'sample', label: 'Sample population' })).toBe('server:Sample population')
    expect(populationKey({ kind: 'files', label: 'Riverbend' })).toBe('files:Riverbend')
    expect(populationKey({ kind: 'picked', label: 'Riverbend' })).toBe('files:Riverbend')
    expect(populationKey({ kind: 'files', label: 'x'.repeat(400) })).toHaveLength(300)
  })
})
