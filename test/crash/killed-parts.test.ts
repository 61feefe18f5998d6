import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wordOf } from '../support/saved-parts.ts'
import { testStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { budgeted } from '../support/test-budget.ts'
import { killedChild, saidAfter } from './killed-child.ts'

/** Kills at random moments; `POPULUS_CRASH_KILLS` asks for more. */
const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? budgeted(20))

describe('a process that is killed while it keeps the parts of a large population', () => {
  it(`leaves those of before or the new ones, ${kills} times`, { timeout: 3_600_000 }, async () => {
    const folder = join(temporaryFolder(), 'snapshots')
    let last = 0
    for (let time = 0; time < kills; time++) {
      const lines = await killedChild(new URL('./parts-child.ts', import.meta.url), folder, {
        afterMs: Math.random() * 300
      })
      const said = saidAfter(lines, 'kept').map(Number)
      const { store, release } = await testStore(folder)
      const [entry] = await store.list()
      const word = entry === undefined ? undefined : await wordOf(await store.open(entry.id))
      if (said.length > 0) {
        expect([said.at(-1)!, said.at(-1)! + 1]).toContain(Number(word))
      } else if (last > 0) expect([last, last + 1]).toContain(Number(word))
      last = Number(word ?? 0)
      await release()
    }
    expect(last).toBeGreaterThan(0)
  })
})
