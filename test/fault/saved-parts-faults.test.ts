import { readdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { takeShared, wordOf, wordParts } from '../support/saved-parts.ts'
import { keepTexts, testStore, type TestStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { chosenCalls, codeStep } from '../support/test-budget.ts'
import { failingFiles, type FailPoint } from './failing-files.ts'

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** A folder with a snapshot whose parts say `first`, and its id. */
async function firstParts(folder: string): Promise<string> {
  const { store, release } = await testStore(join(folder, 'snapshots'))
  const id = await keepTexts(await store.begin(0), 'large', { 'a.ndjson': '{}\n' })
  const parts = await wordParts(folder, 'first')
  const snapshot = await store.open(id)
  await takeShared(parts, snapshot)
  await snapshot.replaceShards(parts.address().files)
  await parts.close()
  await release()
  return id
}

/** Puts parts that say `second` in their place, by a file system with a fail-point. */
async function replace(folder: string, id: string, point: FailPoint): Promise<void> {
  const opened = await testStore(join(folder, 'snapshots'), failingFiles(point))
  const parts = await wordParts(folder, 'second')
  try {
    const snapshot = await opened.store.open(id)
    await takeShared(parts, snapshot)
    await snapshot.replaceShards(parts.address().files)
  } finally {
    await parts.close()
    await opened.release()
  }
}

/** What is there after a new start. Everything else of the snapshot is whole. */
async function wordAfter(folder: string, id: string): Promise<string | undefined> {
  const opened: TestStore = await testStore(join(folder, 'snapshots'))
  const [entry] = await opened.store.list()
  expect(entry?.facts?.label).toBe('large')
  const snapshot = await opened.store.open(id)
  const word = await wordOf(snapshot)
  await snapshot.close()
  await opened.release()
  return word
}

describe('parts that take the place of others', () => {
  it('are these or those of before, whatever fails or ends the process, and a failure leaves nothing of them', async () => {
    const root = temporaryFolder()
    const ready = join(root, 'ready')
    const id = await firstParts(ready)
    const names: string[] = []
    await cp(ready, join(root, 'counted'), { recursive: true })
    await replace(join(root, 'counted'), id, (name) => void names.push(name))
    expect(names.length).toBeGreaterThan(30)
    const outcomes = new Set<string | undefined>()

    for (const [place, code] of ['EIO', 'ENOSPC', 'EACCES'].entries())
      for (let broken = place % codeStep; broken < names.length; broken += codeStep) {
        const folder = join(root, `${code}-${broken}`)
        await cp(ready, folder, { recursive: true })
        let call = 0
        const failed = await replace(folder, id, () => {
          if (call++ === broken) throw failure(code)
        }).then(
          () => undefined,
          (error: unknown) => error
        )
        const isTold =
          failed === undefined || failed instanceof AppError || Reflect.get(failed as object, 'code') === code
        expect(isTold, `${code} at ${names[broken]}: ${String(failed)}`).toBe(true)
        const word = await wordAfter(folder, id)
        expect(['first', 'second'], `${code} at ${names[broken]}`).toContain(word)
        outcomes.add(word)
        // Another attempt, by a file system that works, leaves these files alone.
        await replace(folder, id, () => undefined)
        expect(await wordAfter(folder, id)).toBe('second')
        const kept = readdirSync(join(folder, 'snapshots', id)).filter((name) => name.startsWith('shard'))
        expect(kept, `${code} at ${names[broken]}`).toHaveLength(5)
      }

    for (const last of chosenCalls(names)) {
      const folder = join(root, `ended-${last}`)
      await cp(ready, folder, { recursive: true })
      let call = 0
      await replace(folder, id, () => {
        if (call++ >= last) throw failure('ended')
      }).catch(() => undefined)
      const word = await wordAfter(folder, id)
      expect(['first', 'second'], names[last]).toContain(word)
      outcomes.add(word)
    }
    expect(outcomes).toEqual(new Set(['first', 'second']))
  })
})
