import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBackupGate } from '../../src-main/storage/backup/backup-gate.ts'
import { restoreBackup } from '../../src-main/storage/backup/restore-backup.ts'
import { writeBackup } from '../../src-main/storage/backup/write-backup.ts'
import { portableKeyring } from '../../src-main/storage/keys/portable-keyring.ts'
import { createKeyring } from '../../src-main/storage/keys/keyring.ts'
import { createInstanceLock } from '../../src-main/storage/files/instance-lock.ts'
import { openSnapshotStore } from '../../src-main/storage/snapshots/snapshot-store.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { memoryLog } from '../support/memory-log.ts'
import { quickWork } from '../support/quick-keyring.ts'
import { keepTexts, plainSecrets, someFacts, testStore, textOf, type TestStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const passphrase = 'four unlikely words'
/** Texts that do not shrink, so that a backup reads each file in several frames. */
const noise = (): string => randomBytes(400_000).toString('latin1')
const texts = { 'a.ndjson': noise(), 'b.ndjson': noise() }

/** A save in single steps, and a new set of columns for what was saved before. */
function steps({ store }: TestStore, first: string): readonly (() => Promise<unknown>)[] {
  const state: { draft?: Awaited<ReturnType<typeof store.begin>> } = {}
  const write = async (part: Parameters<NonNullable<typeof state.draft>['write']>[0], text: string) => {
    const writer = await state.draft!.write(part)
    await writer.write(Buffer.from(text))
    return writer.finish()
  }
  const raw: (Awaited<ReturnType<typeof write>> & { readonly name: string })[] = []
  return [
    async () => (state.draft = await store.begin(10)),
    async () => raw.push({ name: 'a.ndjson', ...(await write({ raw: 0 }, texts['a.ndjson'])) }),
    async () => raw.push({ name: 'b.ndjson', ...(await write({ raw: 1 }, texts['b.ndjson'])) }),
    async () => write('cache', noise()),
    async () => state.draft!.commit({ facts: someFacts('second'), skipped: [] }, raw),
    async () => {
      const opened = await store.open(first)
      const writer = await opened.replaceCache()
      await writer.write(Buffer.from(noise()))
      await writer.finish()
      await opened.close()
    }
  ]
}

/** Restores a backup elsewhere. @returns labels of the snapshots, each of which opened as a whole */
async function restored(backup: Buffer): Promise<string[]> {
  const data = temporaryFolder()
  await restoreBackup(
    data,
    {
      size: backup.length,
      read: async (index, length) => backup.subarray(index, index + length),
      close: async () => undefined
    },
    passphrase,
    0
  )
  const folder = join(data, 'snapshots')
  expect(readdirSync(folder).filter((name) => /^(?:new|gone)-/.test(name))).toEqual([])
  const keyring = createKeyring(join(folder, 'keyring.json'), undefined)
  await keyring.unlock(passphrase)
  const lock = createInstanceLock(join(folder, 'instance.lock'))
  const clock = { now: () => Date.now() }
  const store = await openSnapshotStore({ folder, keyring, files: diskFiles, lock, clock, log: memoryLog() })
  const labels: string[] = []
  for (const { id, facts } of await store.list()) {
    const snapshot = await store.open(id)
    expect(await textOf(await snapshot.raw(0))).toBe(texts['a.ndjson'])
    expect(await textOf(await snapshot.raw(1))).toBe(texts['b.ndjson'])
    expect(await textOf(await snapshot.cache())).toBeDefined()
    await snapshot.close()
    labels.push(facts!.label)
  }
  await lock.release()
  return labels.sort()
}

describe('a backup while data are being saved', () => {
  // The backup begins before each step of the save, and the other steps happen between its frames.
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'that begins after %d steps has every snapshot that was there, whole',
    async (before) => {
      const data = temporaryFolder()
      const opened = await testStore(join(data, 'snapshots'))
      const first = await keepTexts(await opened.store.begin(10), 'first', texts, noise())
      mkdirSync(join(data, 'audit'))
      writeFileSync(join(data, 'audit', 'audit.jsonl'), '{}\n')
      const rest = [...steps(opened, first)]
      for (const step of rest.splice(0, before)) await step()

      const path = join(data, 'snapshots', 'keyring.json')
      const keyring = await portableKeyring({ path, secrets: plainSecrets, passphrase, work: quickWork })
      const parts: Uint8Array[] = []
      for await (const part of writeBackup({ data, keyring, passphrase, snapshots: true, work: quickWork })) {
        // Behind the head it is settled which files there are.
        if (parts.push(part) > 1) await rest.shift()?.()
      }
      expect(rest, 'there are more frames than steps').toEqual([])
      expect(await restored(Buffer.concat(parts))).toEqual(before >= 5 ? ['first', 'second'] : ['first'])
      await opened.release()
    }
  )
})

describe('what would spoil a backup', () => {
  it('is refused while one is made, and one waits for what has begun', async () => {
    const gate = createBackupGate()
    const done: string[] = []
    const deletion = Promise.withResolvers<void>()
    const backup = Promise.withResolvers<void>()
    const deleting = gate.change(() => deletion.promise.then(() => done.push('deleted')))
    const backingUp = gate.backUp(() => backup.promise.then(() => done.push('backed up')))
    expect(gate.isBackingUp()).toBe(false)
    deletion.resolve()
    await deleting
    await expect.poll(() => gate.isBackingUp()).toBe(true)
    await expect(gate.change(async () => done.push('never'))).rejects.toMatchObject({
      code: 'not-allowed',
      retryable: true
    })
    backup.resolve()
    await backingUp
    await gate.change(async () => done.push('deleted, too'))
    expect(done).toEqual(['deleted', 'backed up', 'deleted, too'])
  })

  it('is free again after a backup or a change that failed', async () => {
    const gate = createBackupGate()
    await expect(gate.backUp(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room')
    await expect(gate.change(() => Promise.reject(new Error('in use')))).rejects.toThrow('in use')
    expect(await gate.backUp(async () => gate.isBackingUp())).toBe(true)
  })
})
