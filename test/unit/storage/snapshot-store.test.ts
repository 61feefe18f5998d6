import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import type { OpenSnapshot } from '../../../src-main/storage/snapshots/open-snapshot.ts'
import { wordParts } from '../../support/saved-parts.ts'
import { keepTexts, testStore, textOf } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const texts = { 'Patient.ndjson': '{"resourceType":"Patient"}\n', 'empty.ndjson': '' }

describe('a snapshot store', () => {
  it('keeps raw files and columns, and opens them after a new start', async () => {
    const folder = temporaryFolder()
    const first = await testStore(folder)
    const id = await keepTexts(await first.store.begin(0), 'October', texts, 'columns')
    await first.release()

    const { store } = await testStore(folder)
    const [entry] = await store.list()
    expect(entry).toMatchObject({ id, facts: { label: 'October', patients: 2 } })
    const snapshot = await store.open(id)
    expect(snapshot.inside.files.map(({ name, textBytes }) => [name, textBytes])).toEqual([
      ['Patient.ndjson', 27],
      ['empty.ndjson', 0]
    ])
    expect(await textOf(await snapshot.raw(0))).toBe(texts['Patient.ndjson'])
    expect(await textOf(await snapshot.raw(0, { offset: 2, length: 12 }))).toBe('resourceType')
    expect(await textOf(await snapshot.raw(1))).toBe('')
    expect(await textOf(await snapshot.cache())).toBe('columns')
    await snapshot.close()
  })

  it('says without its key only when it was kept and how large it is', async () => {
    const folder = temporaryFolder()
    const { store, keyring } = await testStore(folder)
    const id = await keepTexts(await store.begin(0), 'Jane Canary', texts)
    keyring.lock()
    rmSync(join(folder, 'keyring.json'))
    const [entry] = await store.list()
    expect(Object.keys(entry!).sort()).toEqual(['id', 'keptAt', 'keptBytes'])
    expect(readFileSync(join(folder, id, 'outside.json'), 'utf8')).not.toContain('Canary')
  })

  it('shows nothing before it is whole, and nothing of what was given up', async () => {
    const folder = temporaryFolder()
    const { store } = await testStore(folder)
    const draft = await store.begin(0)
    const writer = await draft.write({ raw: 0 })
    await writer.write(Buffer.from('half'))
    expect(await store.list()).toEqual([])
    await draft.abandon()
    expect(readdirSync(folder).sort()).toEqual(['instance.lock', 'journal.jsonl', 'keyring.json'])
  })

  it('destroys the key of what is deleted, before its files', async () => {
    const folder = temporaryFolder()
    const order: string[] = []
    const { store } = await testStore(folder, {
      ...diskFiles,
      async destroy(path) {
        if (existsSync(path)) order.push('destroy key')
        await diskFiles.destroy(path)
      },
      async removeFolder(path) {
        order.push('remove files')
        await diskFiles.removeFolder(path)
      }
    })
    const id = await keepTexts(await store.begin(0), 'a', texts)
    await store.delete(id)
    expect(order).toEqual(['destroy key', 'remove files'])
    expect(await store.list()).toEqual([])
    await expect(store.open(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.delete(id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('refuses a file of another snapshot, and one of another length', async () => {
    const folder = temporaryFolder()
    const { store } = await testStore(folder)
    const saved = await keepTexts(await store.begin(0), 'one', texts)
    const other = await keepTexts(await store.begin(0), 'other', texts)
    renameSync(join(folder, other, 'raw-0.sealed'), join(folder, saved, 'raw-0.sealed'))
    const snapshot = await store.open(saved)
    await expect(snapshot.raw(0).then(textOf)).rejects.toThrow()
    await snapshot.close()
    writeFileSync(join(folder, other, 'inside.sealed'), 'nonsense')
    expect((await store.list()).map(({ facts }) => facts?.label).sort()).toEqual(['one', undefined])
    await expect(store.open(other)).rejects.toMatchObject({ code: 'unreadable-file' })
  })

  it('replaces the columns of a snapshot as a whole', async () => {
    const { store } = await testStore(temporaryFolder())
    const snapshot = await store.open(await keepTexts(await store.begin(0), 'a', texts))
    expect(await snapshot.cache()).toBeUndefined()
    for (const text of ['first', 'second']) {
      const writer = await snapshot.replaceCache()
      await writer.write(Buffer.from(text))
      await writer.finish()
    }
    const given = await snapshot.replaceCache()
    await given.write(Buffer.from('third'))
    await given.abort()
    expect(await textOf(await snapshot.cache())).toBe('second')
    await snapshot.close()
  })

  it('ends the reading of columns when the snapshot is closed', async () => {
    const { store } = await testStore(temporaryFolder())
    const columns = randomBytes(2_000_000).toString('hex')
    const snapshot = await store.open(await keepTexts(await store.begin(0), 'a', texts, columns))
    const reader = (await snapshot.cache())!.getReader()
    expect((await reader.read()).done).toBe(false)
    await snapshot.close()
    await expect(reader.read()).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('writes nothing under the key of a snapshot that is closed meanwhile', async () => {
    const folder = temporaryFolder()
    const meanwhile = { act: async () => undefined as void }
    const { store } = await testStore(join(folder, 'snapshots'), {
      ...diskFiles,
      async link(from, to) {
        await diskFiles.link(from, to)
        await meanwhile.act()
      },
      async destroy(path) {
        await diskFiles.destroy(path)
        await meanwhile.act()
      }
    })
    const id = await keepTexts(await store.begin(0), 'a', texts, 'columns')
    const parts = await wordParts(folder, 'word')
    const names = readdirSync(join(folder, 'snapshots', id))
    const replacements: ((snapshot: OpenSnapshot) => Promise<unknown>)[] = [
      (snapshot) => snapshot.replaceCache(),
      (snapshot) => snapshot.replaceShards(parts.address().files)
    ]
    for (const replace of replacements) {
      const snapshot = await store.open(id)
      meanwhile.act = () => snapshot.close()
      await expect(replace(snapshot)).rejects.toMatchObject({ code: 'not-allowed' })
      meanwhile.act = async () => undefined
    }
    expect(readdirSync(join(folder, 'snapshots', id))).toEqual(names)
    await parts.close()
  })

  it('writes nothing under the key of a draft that is given up meanwhile, and removes what is left at the next start', async () => {
    const folder = temporaryFolder()
    const parts = await wordParts(folder, 'word')
    for (const isRemovable of [true, false]) {
      const place = join(folder, String(isRemovable))
      const meanwhile = { act: async () => undefined as void }
      const { store, log, release } = await testStore(place, {
        ...diskFiles,
        async link(from, to) {
          await diskFiles.link(from, to)
          await meanwhile.act()
        },
        async removeFolder(path) {
          if (!isRemovable) throw Object.assign(new Error('somebody reads a file in it'), { code: 'EBUSY' })
          await diskFiles.removeFolder(path)
        }
      })
      const draft = await store.begin(0)
      let abandoned = Promise.resolve()
      meanwhile.act = async () => {
        meanwhile.act = async () => undefined
        abandoned = draft.abandon()
      }
      await expect(draft.keepShards(parts.address().files)).rejects.toMatchObject({ code: 'not-allowed' })
      await abandoned
      await expect(draft.write('cache')).rejects.toMatchObject({ code: 'not-allowed' })
      const left = readdirSync(place).filter((name) => name.startsWith('new-'))
      expect(left).toHaveLength(isRemovable ? 0 : 1)
      for (const name of left) expect(readdirSync(join(place, name))).toEqual([])
      expect(log.entries.map(({ event }) => event)).toEqual(isRemovable ? [] : ['snapshots.leftover'])
      await release()
      await (await testStore(place)).release()
      expect(readdirSync(place).filter((name) => name.startsWith('new-'))).toEqual([])
    }
    await parts.close()
  })

  it('opens also where something half done cannot be removed yet, which is tried again at the next start', async () => {
    const folder = temporaryFolder()
    const first = await testStore(folder)
    const [kept, deleted] = [
      await keepTexts(await first.store.begin(0), 'kept', texts),
      await keepTexts(await first.store.begin(0), 'deleted', texts)
    ]
    await first.store.begin(0)
    await first.release()
    appendFileSync(join(folder, 'journal.jsonl'), `\n${JSON.stringify({ step: 'delete', id: deleted })}\n`)
    const refused = async (): Promise<void> =>
      Promise.reject(Object.assign(new Error('somebody reads it'), { code: 'EBUSY' }))
    const busy = await testStore(folder, { ...diskFiles, destroy: refused, removeFolder: refused })
    expect((await busy.store.list()).map(({ id }) => id)).toEqual([kept])
    await expect(busy.store.open(deleted)).rejects.toMatchObject({ code: 'not-found' })
    expect(busy.log.entries.map(({ event }) => event)).toEqual(['snapshots.leftover', 'snapshots.leftover'])
    await busy.release()
    const { store, release } = await testStore(folder)
    expect((await store.list()).map(({ id }) => id)).toEqual([kept])
    expect(readdirSync(folder).sort()).toEqual([kept, 'instance.lock', 'journal.jsonl', 'keyring.json'].sort())
    await release()
  })

  it('lets one process change it and others read', async () => {
    const folder = temporaryFolder()
    const first = await testStore(folder)
    const id = await keepTexts(await first.store.begin(0), 'a', texts)
    const second = await testStore(folder)
    expect((await second.store.list()).map((entry) => entry.id)).toEqual([id])
    await expect(second.store.begin(0)).rejects.toMatchObject({ code: 'not-allowed', retryable: true })
    await expect(second.store.delete(id)).rejects.toMatchObject({ code: 'not-allowed' })
    await first.release()
    await (await second.store.begin(0)).abandon()
    await expect(first.store.begin(0)).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('looks for room before it begins and while it writes', async () => {
    const folder = temporaryFolder()
    let free = 1e9
    const { store } = await testStore(folder, { ...diskFiles, freeBytes: async () => free })
    await expect(store.begin(2e9)).rejects.toMatchObject({ code: 'out-of-space' })
    const draft = await store.begin(1e6)
    const writer = await draft.write({ raw: 0 })
    free = 1e6
    const random = randomBytes(40 * 1024 * 1024)
    await expect(writer.write(random)).rejects.toMatchObject({ code: 'out-of-space' })
    await draft.abandon()
  })

  it('has no room for a name that is a path', async () => {
    const { store } = await testStore(temporaryFolder())
    for (const id of ['..', '../x', 'new-1', '', 'keyring.json'])
      await expect(store.open(id)).rejects.toMatchObject({ code: 'not-found' })
  })
})
