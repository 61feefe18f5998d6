import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { budgeted, stride } from '../support/test-budget.ts'
import { vouchedRegister } from '../support/vouched-register.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { killedChild, saidAfter, type KillMoment } from './killed-child.ts'

const keeper = await bundledProgram(new URL('./published-child.ts', import.meta.url))

/** Kills at random moments; `POPULUS_CRASH_KILLS` asks for more. */
const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? budgeted(30))

/** @returns the last number that the process said to have entered */
async function killed(folder: string, moment: KillMoment): Promise<number | undefined> {
  const said = saidAfter(await killedChild(keeper, folder, moment), 'entered').at(-1)
  return said === undefined ? undefined : Number(said)
}

async function check(folder: string, before: number, said: number | undefined): Promise<number> {
  const { register } = await vouchedRegister(folder)
  const { state, entries } = await register.list()
  // The audit log, which is written after it, never takes it for another one.
  expect(['open', 'session']).toContain(state)
  const titles = entries.toReversed().map(({ title }) => title)
  expect(titles).toEqual(titles.map((_, number) => `Release ${number}`))
  const promised = said === undefined ? before : said + 1
  expect(titles.length).toBeGreaterThanOrEqual(promised)
  // At most the one that was on its way, which counts as having left.
  expect(titles.length).toBeLessThanOrEqual(promised + 1)
  return titles.length
}

describe('a process that is killed while it enters what leaves', () => {
  it(`loses nothing that it said to have entered, ${kills} times`, { timeout: 3_600_000 }, async () => {
    const folder = join(temporaryFolder(), 'data')
    let before = 0
    for (let time = 0; time < kills; time += 1)
      before = await check(folder, before, await killed(folder, { afterMs: Math.random() * 40 }))
  })

  it(`the same at calls to the file system, 1 of ${stride} of them`, { timeout: 3_600_000 }, async () => {
    const folder = join(temporaryFolder(), 'data')
    let before = 0
    // Making the key and the journal and two entries take fewer calls than this.
    for (let call = 0; call < 64; call += stride)
      before = await check(folder, before, await killed(folder, { atCall: call }))
  })
})
