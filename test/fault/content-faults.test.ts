import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { PackFacts } from '#shared/contract/measures.ts'
import { createStoredResults } from '../../src-main/services/content/stored-results.ts'
import { openContentStore, type ContentStore } from '../../src-main/storage/snapshots/content-store.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { memoryLog } from '../support/memory-log.ts'
import { keepTexts, testStore, textOf } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { chosenCalls, codeStep } from '../support/test-budget.ts'
import { failingFiles } from './failing-files.ts'

const facts = (letter: string): PackFacts => ({
  title: letter,
  hash: letter.repeat(64),
  textBytes: 7,
  measures: [],
  libraries: 0,
  valueSets: 1,
  source: 'import'
})
const bytes = (letter: string): Uint8Array => new TextEncoder().encode(`content of ${letter}`)

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function open(folder: string, files: StoreFiles = diskFiles): Promise<ContentStore> {
  return openContentStore({ folder, files, clock: { now: () => 1 }, log: memoryLog() })
}

/** What is done in every run: install two packs, remove the first. */
async function work(store: ContentStore): Promise<void> {
  const { id } = await store.install(facts('a'), bytes('a'), 'tester')
  await store.install(facts('b'), bytes('b'), 'tester')
  await store.remove(id)
}

/** Every pack that is listed is whole. @returns their titles */
async function shown(store: ContentStore): Promise<string[]> {
  const titles: string[] = []
  for (const { id, facts: packFacts } of await store.list()) {
    expect(new TextDecoder().decode(await store.read(id))).toBe(`content of ${packFacts.title}`)
    titles.push(packFacts.title)
  }
  return titles.sort()
}

const lawful: readonly (readonly string[])[] = [[], ['a'], ['a', 'b'], ['b']]

async function pointsOf(run: (files: StoreFiles) => Promise<void>): Promise<readonly string[]> {
  const names: string[] = []
  await run(failingFiles((name) => void names.push(name)))
  return names
}

describe('installed content', () => {
  // In a usual run each call fails by one of the codes in turn, with the full budget by each of them.
  it.each([
    ['EIO', 0],
    ['ENOSPC', 1],
    ['EACCES', 2]
  ])('survives %s in its calls to the file system', async (code, place) => {
    const root = temporaryFolder()
    const names = await pointsOf(async (files) => work(await open(join(root, 'all'), files)))
    expect(names.length).toBeGreaterThan(30)
    for (let broken = place % codeStep; broken < names.length; broken += codeStep) {
      const folder = join(root, String(broken))
      let call = 0
      try {
        const files = failingFiles(() => {
          if (call++ === broken) throw failure(code)
        })
        await work(await open(folder, files))
      } catch (error) {
        const expected = error instanceof AppError || (error instanceof Error && Reflect.get(error, 'code') === code)
        expect(expected, `${names[broken]}: ${String(error)}`).toBe(true)
      }
      expect(lawful, `${names[broken]}, after a new start`).toContainEqual(await shown(await open(folder)))
      expect(
        readdirSync(folder).filter((name) => /^(new|gone)-/.test(name)),
        names[broken]
      ).toEqual([])
    }
  })

  it('is whole after the process ended before any of its calls to the file system', async () => {
    const root = temporaryFolder()
    const names = await pointsOf(async (files) => work(await open(join(root, 'all'), files)))
    for (const last of chosenCalls(names)) {
      const folder = join(root, String(last))
      let call = 0
      const files = failingFiles(() => {
        if (call++ >= last) throw failure('ended')
      })
      await open(folder, files)
        .then(work)
        .catch(() => undefined)
      expect(lawful, names[last]).toContainEqual(await shown(await open(folder)))
    }
  })
})

describe('results that are kept with a snapshot', () => {
  async function* chunks(text: string): AsyncGenerator<Uint8Array, void> {
    yield new TextEncoder().encode(text)
  }

  it('are the old or the new ones, whole, after a failure in any call to the file system', async () => {
    const root = temporaryFolder()
    const texts = { 'a.ndjson': '{"resourceType":"Patient","id":"a"}\n' }
    const prepare = async (folder: string): Promise<string> => {
      const { store, release } = await testStore(folder)
      const id = await keepTexts(await store.begin(0), 'one', texts, 'columns')
      await createStoredResults(store).replace(id, chunks('old results'))
      await release()
      return id
    }
    const names = await pointsOf(async (files) => {
      const folder = join(root, 'all')
      const id = await prepare(folder)
      const { store, release } = await testStore(folder, files)
      await createStoredResults(store).replace(id, chunks('new results'))
      await release()
    })
    for (const broken of chosenCalls(names)) {
      const folder = join(root, String(broken))
      const id = await prepare(folder)
      let call = 0
      const opened = await testStore(
        folder,
        failingFiles(() => {
          if (call++ === broken) throw failure('EIO')
        })
      ).catch(() => undefined)
      if (opened !== undefined)
        await createStoredResults(opened.store)
          .replace(id, chunks('new results'))
          .catch(() => undefined)
      await opened?.release()
      const later = await testStore(folder)
      const results = createStoredResults(later.store)
      expect(await results.has(id), names[broken]).toBe(true)
      expect(['old results', 'new results'], names[broken]).toContain(await textOf(await results.read(id)))
      await later.release()
    }
  })

  it('are not there before any were kept, and say so', async () => {
    const { store, release } = await testStore(temporaryFolder())
    const id = await keepTexts(await store.begin(0), 'one', { 'a.ndjson': '{}' })
    const results = createStoredResults(store)
    expect(await results.has(id)).toBe(false)
    await expect(results.read(id)).rejects.toThrow(/No results are stored/)
    await release()
  })
})
