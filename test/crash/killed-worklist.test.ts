import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { budgeted, stride } from '../support/test-budget.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { notesOf, testWorklist } from '../support/worklist.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { killedChild, saidAfter, type KillMoment } from './killed-child.ts'

const keeper = await bundledProgram(new URL('./worklist-child.ts', import.meta.url))

/** Kills at random moments; `POPULUS_CRASH_KILLS` asks for more. */
const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? budgeted(60))

/** @returns the last number that the keeper said to have recorded */
async function killed(folder: string, moment: KillMoment): Promise<number | undefined> {
  const said = saidAfter(await killedChild(keeper, folder, moment), 'recorded').at(-1)
  return said === undefined ? undefined : Number(said)
}

/** @returns how many notes there are; they are 0, 1, 2 … in order, none twice and none left out */
async function whole(folder: string): Promise<number> {
  const { worklist, release } = testWorklist(folder)
  const numbers = (await notesOf(worklist, 'clinic')).map((text) => Number.parseInt(text, 10))
  await release()
  expect(numbers).toEqual(numbers.map((_, index) => index))
  return numbers.length
}

async function check(folder: string, before: number, said: number | undefined): Promise<number> {
  const after = await whole(folder)
  const promised = said === undefined ? before : said + 1
  expect(after).toBeGreaterThanOrEqual(promised)
  // At most the one that was on its way.
  expect(after).toBeLessThanOrEqual(promised + 1)
  return after
}

describe('a process that is killed while it records work', () => {
  it(`loses nothing that it said to have recorded, ${kills} times`, { timeout: 3_600_000 }, async () => {
    const lanes = Array.from({ length: 2 }, async (_, lane) => {
      const folder = join(temporaryFolder(), 'data')
      let before = 0
      for (let time = lane; time < kills; time += 2)
        before = await check(folder, before, await killed(folder, { afterMs: Math.random() * 25 }))
    })
    await Promise.all(lanes)
  })

  it(`the same at calls to the file system, 1 of ${stride} of them`, { timeout: 3_600_000 }, async () => {
    const folder = join(temporaryFolder(), 'data')
    let before = 0
    // Making the journal, mending its end and two records take fewer calls than this.
    for (let call = 0; call < 48; call += stride)
      before = await check(folder, before, await killed(folder, { atCall: call }))
  })
})
