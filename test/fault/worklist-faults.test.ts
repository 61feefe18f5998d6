import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn, notesOf, testWorklist } from '../support/worklist.ts'
import { chosenCalls, codeStep } from '../support/test-budget.ts'
import { failingFiles, type FailPoint } from './failing-files.ts'

/** Records three notes one after another; a failed one is tried once more. @returns what was said to be recorded */
async function work(folder: string, point: FailPoint, again: boolean): Promise<string[]> {
  const { worklist, release } = testWorklist(folder, failingFiles(point))
  const said: string[] = []
  for (const text of ['one', 'two', 'three']) {
    try {
      await worklist.add('clinic', [noteOn('p1', text)])
      said.push(text)
    } catch (error) {
      const known = error instanceof AppError || (error instanceof Error && Reflect.get(error, 'code') !== undefined)
      expect(known, String(error)).toBe(true)
      if (!again) break
      await worklist.add('clinic', [noteOn('p1', text)])
      said.push(text)
    }
  }
  await release()
  return said
}

async function points(): Promise<readonly string[]> {
  const names: string[] = []
  await work(temporaryFolder(), (name) => void names.push(name), false)
  return names
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

describe('a worklist', () => {
  // In a usual run each call fails by one of the codes in turn, with the full budget by each of them.
  it.each([
    ['EIO', 0],
    ['ENOSPC', 1],
    ['EACCES', 2]
  ])('with %s in a call to the file system, once: the next try records it, nothing twice', async (code, place) => {
    const names = await points()
    expect(names.length).toBeGreaterThan(20)
    for (let broken = place % codeStep; broken < names.length; broken += codeStep) {
      const folder = temporaryFolder()
      let call = 0
      const said = await work(
        folder,
        () => {
          if (call++ === broken) throw failure(code)
        },
        true
      )
      expect(said, names[broken]).toEqual(['one', 'two', 'three'])
      expect(await notesOf(testWorklist(folder).worklist, 'clinic'), names[broken]).toEqual(said)
    }
  })

  it('whose disk is gone from any call on: a later process finds what was said to be recorded', async () => {
    const names = await points()
    for (const last of chosenCalls(names)) {
      const folder = join(temporaryFolder(), 'data')
      let call = 0
      const said = await work(
        folder,
        () => {
          if (call++ >= last) throw failure('EIO')
        },
        false
      )
      const later = testWorklist(folder)
      const found = await notesOf(later.worklist, 'clinic')
      expect(found.slice(0, said.length), names[last]).toEqual(said)
      // The one that was on its way may be there.
      expect(found.length - said.length, names[last]).toBeLessThanOrEqual(1)
      await later.worklist.add('clinic', [noteOn('p1', 'later')])
      expect((await notesOf(later.worklist, 'clinic')).at(-1)).toBe('later')
    }
  })
})
