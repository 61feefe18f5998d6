import { describe, expect, it } from 'vitest'
import { testStorage } from '../../support/export-parts.ts'
import type { LoadedFile } from '../../support/loaded-population.ts'
import { streamOf } from '../../support/byte-stream.ts'
import { expectLoaded, partsOf, refreshedParts } from '../../support/refreshed-population.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { exportOnce, growingPopulation, startSandbox } from './sandbox.ts'

/** The newest snapshot of a folder: its files, and what it was made from. */
async function newest(folder: string) {
  const { store, release } = await testStorage(folder)
  const [entry] = await store.list()
  const { id } = entry!
  const snapshot = await store.open(id)
  const files: LoadedFile[] = []
  for (const [index, { name }] of snapshot.inside.files.entries()) {
    const bytes = new Uint8Array(await new Response(await snapshot.raw(index)).arrayBuffer())
    files.push({ name, open: () => Promise.resolve(streamOf([bytes])) })
  }
  const { refreshes } = snapshot.inside
  await snapshot.close()
  await release()
  return { id, files, refreshes }
}

describe('refreshes of a connection', () => {
  it('tell which lines of the export before hold no longer, from which its parts are rebuilt one after another', async () => {
    const sandbox = await startSandbox({ history: growingPopulation(30) })
    const { folder } = await exportOnce(sandbox)
    let before = await newest(folder)
    expect(before.refreshes).toBeUndefined()
    let parts = await partsOf(before.files, 7)
    let removed = 0
    for (let step = 1; step <= 3; step += 1) {
      sandbox.server.advance()
      await exportOnce(sandbox, {}, { refresh: true }, folder)
      const next = await newest(folder)
      expect(next.refreshes).toMatchObject({ snapshot: before.id })
      const { blanked } = next.refreshes!
      expect(blanked).toHaveLength(before.files.length)
      const lines = blanked.flatMap((offsets, file) =>
        offsets.length === 0 ? [] : [[file, Float64Array.from(offsets)] as const]
      )
      removed += blanked.flat().length
      parts = await refreshedParts(parts, next.files, new Map(lines))
      await expectLoaded(parts, day('2026-10-31'))
      before = next
    }
    expect(removed).toBeGreaterThan(20)
  })
})
