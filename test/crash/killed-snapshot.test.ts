import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testStore, textOf } from '../support/snapshot-store.ts'
import { budgeted, stride } from '../support/test-budget.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { killedChild, saidAfter, type KillMoment } from './killed-child.ts'

const keeper = await bundledProgram(new URL('./snapshot-child.ts', import.meta.url))

/** Kills at random moments; `POPULUS_CRASH_KILLS` asks for more. */
const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? budgeted(50))

interface Said {
  readonly kept: ReadonlySet<string>
  readonly deleting: ReadonlySet<string>
  readonly deleted: ReadonlySet<string>
}

/** @returns what the keeper said until it was killed */
async function killed(folder: string, moment: KillMoment): Promise<Said> {
  const lines = await killedChild(keeper, folder, moment)
  const ids = (word: string): Set<string> => new Set(saidAfter(lines, word))
  return { kept: ids('kept'), deleting: ids('deleting'), deleted: ids('deleted') }
}

/** Everything that is shown opens whole, nothing half done is left. @returns the ids */
async function whole(folder: string): Promise<Set<string>> {
  const { store, release } = await testStore(folder)
  const found = new Set<string>()
  for (const { id, facts } of await store.list()) {
    const snapshot = await store.open(id)
    const text = await textOf(await snapshot.raw(0))
    expect(text).toHaveLength(Number(facts!.label))
    expect(await textOf(await snapshot.raw(1))).toBe(text)
    expect(await textOf(await snapshot.cache())).toBe(text)
    await snapshot.close()
    found.add(id)
  }
  await release()
  expect(readdirSync(folder).filter((name) => /^(new|gone)-/.test(name))).toEqual([])
  return found
}

/** What must be there: everything kept that nobody began to delete. What was deleted must be gone. */
function compare(before: ReadonlySet<string>, said: Said, after: ReadonlySet<string>): void {
  for (const id of [...before, ...said.kept]) if (!said.deleting.has(id)) expect(after).toContain(id)
  for (const id of said.deleted) expect(after).not.toContain(id)
  // At most the one that was on its way when the process ended.
  expect([...after].filter((id) => !before.has(id) && !said.kept.has(id)).length).toBeLessThanOrEqual(1)
}

describe('a process that is killed while it keeps snapshots', () => {
  it(`loses and half-shows nothing, ${kills} times`, { timeout: 3_600_000 }, async () => {
    const lanes = Array.from({ length: 2 }, async (_, lane) => {
      const folder = join(temporaryFolder(), 'snapshots')
      let before = new Set<string>()
      for (let time = lane; time < kills; time += 2) {
        const said = await killed(folder, { afterMs: Math.random() * 60 })
        const after = await whole(folder)
        compare(before, said, after)
        before = after
      }
    })
    await Promise.all(lanes)
  })

  it(`the same at calls to the file system, 1 of ${stride} of them`, { timeout: 3_600_000 }, async () => {
    const folder = join(temporaryFolder(), 'snapshots')
    let before = new Set<string>()
    // Two keeps and a deletion take fewer calls than this.
    for (let call = 0; call < 100; call += stride) {
      const said = await killed(folder, { atCall: call })
      const after = await whole(folder)
      compare(before, said, after)
      before = after
    }
  })
})
