import { join } from 'node:path'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { keepTexts, testStore, textOf, type TestStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { chosenCalls, codeStep } from '../support/test-budget.ts'
import { failingFiles } from './failing-files.ts'

const texts = {
  'a.ndjson': '{"resourceType":"Patient","id":"a"}\n',
  'b.ndjson': '{"resourceType":"Patient","id":"b"}\n'
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** What is done in every run: keep one, keep another, delete the first. */
async function work({ store }: TestStore): Promise<void> {
  const first = await keepTexts(await store.begin(0), 'first', texts, 'columns')
  await keepTexts(await store.begin(0), 'second', texts, 'columns')
  await store.delete(first)
}

/** Every snapshot that is shown opens, whole. @returns their labels */
async function shown({ store }: TestStore): Promise<string[]> {
  const labels: string[] = []
  for (const { id, facts } of await store.list()) {
    expect(facts, 'every snapshot that is shown has its facts').toBeDefined()
    const snapshot = await store.open(id)
    expect(await textOf(await snapshot.raw(0))).toBe(texts['a.ndjson'])
    expect(await textOf(await snapshot.raw(1))).toBe(texts['b.ndjson'])
    expect(await textOf(await snapshot.cache())).toBe('columns')
    await snapshot.close()
    labels.push(facts!.label)
  }
  return labels.sort()
}

async function points(): Promise<readonly string[]> {
  const names: string[] = []
  const folder = join(temporaryFolder(), 'snapshots')
  const opened = await testStore(
    folder,
    failingFiles((name) => void names.push(name))
  )
  await work(opened)
  await opened.release()
  return names
}

const lawful: readonly (readonly string[])[] = [[], ['first'], ['first', 'second'], ['second']]

describe('a snapshot store', () => {
  // In a usual run each call fails by one of the codes in turn, with the full budget by each of them.
  it.each([
    ['EIO', 0],
    ['ENOSPC', 1],
    ['EACCES', 2]
  ])('survives %s in its calls to the file system', async (code, place) => {
    const names = await points()
    expect(names.length).toBeGreaterThan(80)
    const root = temporaryFolder()
    for (let broken = place % codeStep; broken < names.length; broken += codeStep) {
      const folder = join(root, String(broken))
      let call = 0
      let opened: TestStore | undefined
      try {
        opened = await testStore(
          folder,
          failingFiles(() => {
            if (call++ === broken) throw failure(code)
          })
        )
        await work(opened)
      } catch (error) {
        const expected = error instanceof AppError || (error instanceof Error && Reflect.get(error, 'code') === code)
        expect(expected, `${names[broken]}: ${String(error)}`).toBe(true)
      }
      if (opened !== undefined) expect(lawful, names[broken]).toContainEqual(await shown(opened))
      await opened?.release()
      const later = await testStore(folder)
      expect(lawful, `${names[broken]}, after a new start`).toContainEqual(await shown(later))
      // Nothing half done stays behind.
      expect(
        readdirSync(folder).filter((name) => /^(new|gone)-/.test(name)),
        names[broken]
      ).toEqual([])
      await later.release()
    }
  })

  it('is whole after the process ended before any of its calls to the file system', async () => {
    const names = await points()
    const root = temporaryFolder()
    for (const last of chosenCalls(names)) {
      const folder = join(root, String(last))
      let call = 0
      // From here on nothing reaches the disk any more, as if the process were gone.
      const files = failingFiles(() => {
        if (call++ >= last) throw failure('ended')
      })
      const opened = await testStore(folder, files).catch(() => undefined)
      if (opened !== undefined) await work(opened).catch(() => undefined)
      const reader = await testStore(folder)
      expect(lawful, `read beside: ${names[last]}`).toContainEqual(await shown(reader))
      await opened?.release()
      const later = await testStore(folder)
      expect(lawful, names[last]).toContainEqual(await shown(later))
      expect(
        readdirSync(folder).filter((name) => /^(new|gone)-/.test(name)),
        names[last]
      ).toEqual([])
      await later.release()
    }
  })
})
