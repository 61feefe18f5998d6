import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { notesOf, testWorklist } from '../support/worklist.ts'

const keeper = fileURLToPath(new URL('./worklist-keeper.ts', import.meta.url))
/** Kills at random moments; `POPULUS_CRASH_KILLS` asks for more. */
const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? 60)

/** Runs the keeper until it is killed after so many milliseconds of work, or by itself. @returns the last number it said */
async function killed(
  folder: string,
  how: { readonly afterMs: number } | { readonly atCall: number }
): Promise<number | undefined> {
  const args = 'atCall' in how ? [String(how.atCall)] : []
  const child = spawn(process.execPath, [keeper, folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  const ready = Promise.withResolvers<void>()
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.startsWith('ready\n')) ready.resolve()
  })
  const closed = once(child, 'close')
  await Promise.race([ready.promise, closed])
  if ('afterMs' in how) {
    await new Promise((resolve) => setTimeout(resolve, how.afterMs))
    child.kill('SIGKILL')
  }
  await closed
  expect(child.signalCode).toBe('SIGKILL')
  const said = [...text.matchAll(/^recorded (\d+)$/gm)].at(-1)?.[1]
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

  it('the same at every single call to the file system', { timeout: 3_600_000 }, async () => {
    const folder = join(temporaryFolder(), 'data')
    let before = 0
    // Making the journal, mending its end and two records take fewer calls than this.
    for (let call = 0; call < 48; call += 1)
      before = await check(folder, before, await killed(folder, { atCall: call }))
  })
})
