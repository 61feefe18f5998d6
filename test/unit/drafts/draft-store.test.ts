import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDraftStore } from '../../../src-main/services/drafts/draft-store.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'

const passphrase = 'four unlikely plain words'
const text = "select * from patient where family = 'Zanzibara'"

function opened(data = temporaryFolder()) {
  const keyring = quickKeyring(join(data, 'keyring.json'))
  const log = memoryLog()
  const folder = join(data, 'drafts')
  return {
    data,
    folder,
    keyring,
    log,
    store: openDraftStore({ folder, keyring, clock: { now: () => 5 }, log, author: 'test' })
  }
}

describe('draft store', () => {
  it('writes nothing while no key is open', async () => {
    const { store, folder } = opened()
    expect(await store.list()).toBeUndefined()
    expect(await store.save('sql', text, undefined)).toEqual({ outcome: 'locked' })
    expect(() => readdirSync(folder)).toThrow('ENOENT')
  })

  it('brings a draft back after a restart, and leaves no word of it on disk', async () => {
    const { store, keyring, data, folder } = opened()
    await keyring.create(passphrase)
    expect(await store.save('sql', 'an older text', undefined)).toEqual({ outcome: 'saved', savedAt: 5 })
    expect(await store.save('sql', text, 5)).toEqual({ outcome: 'saved', savedAt: 6 })
    expect(readFileSync(join(folder, 'sql.draft')).toString('latin1')).not.toContain('Zanzibara')
    const again = opened(data)
    expect(await again.store.list()).toBeUndefined()
    await again.keyring.unlock(passphrase)
    expect(await again.store.list()).toEqual([{ name: 'sql', text, savedAt: 6, by: 'test' }])
  })

  it('does not let a removed draft come back with a write that was under way', async () => {
    const { store, keyring } = opened()
    await keyring.create(passphrase)
    await Promise.all([store.save('sql', text, undefined), store.remove('sql', 5)])
    expect(await store.list()).toEqual([])
  })

  it('sets a damaged or swapped draft aside and gives the others', async () => {
    const { store, keyring, folder, log } = opened()
    await keyring.create(passphrase)
    await store.save('sql', text, undefined)
    await store.save('views', '{}', undefined)
    await store.save('cql', 'library A', undefined)
    writeFileSync(join(folder, 'sql.draft'), readFileSync(join(folder, 'views.draft')))
    writeFileSync(join(folder, 'cql.draft'), readFileSync(join(folder, 'cql.draft')).subarray(0, 70))
    expect((await store.list())?.map(({ name }) => name)).toEqual(['views'])
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(2)
    expect(log.entries.map(({ event }) => event)).toEqual(['draft.set-aside', 'draft.set-aside'])
  })

  it('gives back the version of another window instead of overwriting it', async () => {
    const { store, keyring } = opened()
    await keyring.create(passphrase)
    await store.save('sql', 'from the first window', undefined)
    const other = { name: 'sql', text: 'from the first window', savedAt: 5, by: 'test' }
    expect(await store.save('sql', 'from the second', undefined)).toEqual({ outcome: 'conflict', other })
    expect(await store.list()).toEqual([other])
    expect(await store.save('sql', 'from the second', 5)).toEqual({ outcome: 'saved', savedAt: 6 })
    expect(await store.save('sql', 'from the first, later', 5)).toMatchObject({ outcome: 'conflict' })
  })

  it('takes the same text twice, as after an answer that did not arrive', async () => {
    const { store, keyring } = opened()
    await keyring.create(passphrase)
    await store.save('sql', text, undefined)
    expect(await store.save('sql', text, undefined)).toEqual({ outcome: 'saved', savedAt: 5 })
  })

  it('keeps a version that the window that is done with it does not know', async () => {
    const { store, keyring } = opened()
    await keyring.create(passphrase)
    await store.save('sql', 'one', undefined)
    await store.save('sql', 'two', 5)
    await store.remove('sql', 5)
    expect((await store.list())?.map((draft) => draft.text)).toEqual(['two'])
    await store.remove('sql', 6)
    expect(await store.list()).toEqual([])
  })
})
