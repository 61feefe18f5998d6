import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAppLock } from '../../../src-main/services/snapshots/app-lock.ts'
import { createKeyringService } from '../../../src-main/services/snapshots/keyring-service.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import { startOverIfAsked } from '../../../src-main/storage/snapshots/start-over.ts'
import { sealSecrets, openSecrets } from '../../../src-main/services/connections/connection-secrets.ts'
import { backupContents } from '../../../src-main/storage/backup/write-backup.ts'
import { openText, sealText } from '../../../src-main/storage/keys/sealed-text.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { keepTexts, textOf } from '../../support/snapshot-store.ts'
import { unmanaged } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { quickKeyring, quickWork } from '../../support/quick-keyring.ts'

const passphrase = 'four unlikely words together'
/** Files of a data folder with a key of their own. */
const sealedInBackups = backupContents.filter((name) => name.endsWith('.sealed'))

/** The keyring of a profile with one snapshot and the secrets of one connection. */
async function profile() {
  const data = temporaryFolder()
  const time = { now: Date.UTC(2026, 10, 27) }
  const clock = { now: () => time.now }
  const log = memoryLog()
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: undefined,
    work: quickWork,
    clock,
    log
  })
  const gate = createBackupGate()
  const state = { busy: false, minutes: 15, done: [] as string[], forget: async () => undefined as void }
  const service = createKeyringService({
    keyring: folder.keyring,
    appLock: createAppLock({ keyring: folder.keyring, owner: undefined, policies: unmanaged }),
    store: folder.store,
    gate,
    data,
    clock,
    log,
    idleMinutes: () => state.minutes,
    isBusy: () => state.busy,
    async forget() {
      state.done.push('forgotten')
      await state.forget()
    },
    beforeOpen: async () => undefined,
    onOpen: async () => void state.done.push('goes on'),
    onLocked: async () => void state.done.push('told')
  })
  await service.create(passphrase)
  const id = await keepTexts(await folder.store.begin(10), 'clinic', { 'a.ndjson': 'text' })
  mkdirSync(join(data, 'connections'))
  writeFileSync(
    join(data, 'connections', 'c1.secrets'),
    sealSecrets({ keys: [], secret: 'secret' }, 'c1', folder.keyring)
  )
  writeFileSync(join(data, 'connections', 'c1.json'), '{"id":"c1","keys":[{"kid":"k"}],"hasSecret":true}')
  return { data, time, folder, gate, service, state, id }
}

describe('the keyring of a profile', () => {
  it('locks when nobody used it for the time that was chosen, and not while work is under way', async () => {
    const { service, state, time } = await profile()
    time.now += 14 * 60_000
    await service.lockWhenIdle()
    service.touch()
    time.now += 14 * 60_000
    await service.lockWhenIdle()
    expect((await service.state()).state).toBe('open')
    time.now += 60_000
    state.busy = true
    await service.lockWhenIdle()
    state.busy = false
    state.minutes = 0
    await service.lockWhenIdle()
    expect((await service.state()).state).toBe('open')
    state.minutes = 15
    await service.lockWhenIdle()
    expect((await service.state()).state).toBe('locked')
    expect(state.done).toEqual(['forgotten', 'forgotten', 'told'])
    await service.unlock(passphrase)
    await service.lockWhenIdle()
    expect((await service.state()).state).toBe('open')
    expect(state.done).toEqual(['forgotten', 'forgotten', 'told', 'goes on'])
  })

  it('stops again what began with a key while the rest was stopped, and locks where something cannot be stopped', async () => {
    const { service, state, folder } = await profile()
    const open: string[] = []
    state.forget = async () => {
      open.length = 0
      // As a schedule that is due in the middle of it.
      if ((await folder.keyring.state()).state === 'open') open.push('export')
    }
    await Promise.all([service.lockIfOpen(), service.lockIfOpen()])
    expect([open, state.done]).toEqual([[], ['forgotten', 'forgotten', 'told']])
    await service.unlock(passphrase)
    state.forget = async () => Promise.reject(new Error('the disk is gone'))
    await expect(service.lock()).rejects.toThrow('the disk is gone')
    expect((await service.state()).state).toBe('locked')
  })

  it('forgets twice, and tells that it was locked, also where something cannot be stopped', async () => {
    const { service, state } = await profile()
    state.forget = async () => Promise.reject(new Error('the disk is gone'))
    await expect(service.lockIfOpen()).rejects.toThrow('the disk is gone')
    expect(state.done).toEqual(['forgotten', 'forgotten', 'told'])
  })

  it('is locked in the end where the computer sleeps while a passphrase opens it or is changed', async () => {
    const { service, state } = await profile()
    const next = 'five rather unlikely words together'
    await Promise.all([service.changePassphrase(passphrase, next), service.lockIfOpen()])
    expect((await service.state()).state).toBe('locked')
    await Promise.all([service.unlock(next), service.lockIfOpen()])
    expect((await service.state()).state).toBe('locked')
    expect(state.done.at(-1)).toBe('told')
    await service.unlock(next)
    expect((await service.state()).state).toBe('open')
  })

  it('locks in time when the clock is set back while nobody is there', async () => {
    const { service, time } = await profile()
    time.now -= 5 * 24 * 3_600_000
    await service.lockWhenIdle()
    time.now += 14 * 60_000
    await service.lockWhenIdle()
    expect((await service.state()).state).toBe('open')
    time.now += 60_000
    await service.lockWhenIdle()
    expect((await service.state()).state).toBe('locked')
  })

  it('does not rotate under a backup, which would have keys of two root keys', async () => {
    const { gate, service } = await profile()
    await gate.backUp(async () => {
      await expect(service.rotate(passphrase)).rejects.toMatchObject({ code: 'not-allowed', retryable: true })
    })
    expect(await service.rotate(passphrase)).toBe(2)
  })

  it('rotates: every key is wrapped by the new root key, the keyring without the older one opens all of it', async () => {
    const { data, folder, service, id } = await profile()
    expect(await service.rotate(passphrase)).toBe(2)
    const path = join(data, 'snapshots', 'keyring.json')
    const stored = JSON.parse(readFileSync(path, 'utf8')) as object
    writeFileSync(path, JSON.stringify({ ...stored, older: [] }))
    const later = quickKeyring(path)
    await later.unlock(passphrase)
    expect(openSecrets(readFileSync(join(data, 'connections', 'c1.secrets')), 'c1', later).secret).toBe('secret')
    const opened = await folder.store.open(id)
    expect(await textOf(await opened.raw(0))).toBe('text')
    await opened.close()
  })

  it('rotates the key of everything that begins with one', async () => {
    const { data, folder, service } = await profile()
    mkdirSync(join(data, 'drafts'))
    mkdirSync(join(data, 'governance'))
    const purposes: Readonly<Record<string, string>> = {
      'connections/c1.report': 'connection-report/c1',
      'drafts/sql.draft': 'draft/sql',
      'governance/frozen-s1.sealed': 'frozen results/s1',
      ...Object.fromEntries(sealedInBackups.map((name) => [name, name.replace('.sealed', '')]))
    }
    for (const [name, purpose] of Object.entries(purposes))
      writeFileSync(join(data, name), sealText(`text of ${name}`, purpose, folder.keyring))
    await service.rotate(passphrase)
    const path = join(data, 'snapshots', 'keyring.json')
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), older: [] }))
    const later = quickKeyring(path)
    await later.unlock(passphrase)
    for (const [name, purpose] of Object.entries(purposes))
      expect(openText(readFileSync(join(data, name)), purpose, later), name).toBe(`text of ${name}`)
  })

  it('starts over: sealed data move aside whole at the next start, and still open there by the old passphrase', async () => {
    const { data, folder, service, id } = await profile()
    await expect(service.startOver()).rejects.toThrow(/not locked/)
    for (const name of sealedInBackups) writeFileSync(join(data, name), 'sealed')
    writeFileSync(join(data, 'connections', 'c1.report'), 'sealed')
    await service.lock()
    const aside = await service.startOver()
    // As long as another process has the data, nothing moves.
    const other = await openSnapshotFolder({
      folder: join(data, 'snapshots'),
      secrets: undefined,
      work: quickWork,
      clock: { now: () => 0 },
      log: memoryLog()
    })
    expect(await startOverIfAsked(data)).toBe(false)
    await other.release()
    await folder.release()
    expect(await startOverIfAsked(data)).toBe(true)
    expect(await startOverIfAsked(data)).toBe(false)
    expect(existsSync(join(data, 'snapshots', 'keyring.json'))).toBe(false)
    expect(readdirSync(join(data, 'connections'))).toEqual(['c1.json'])
    // Nobody would have a role by roles that nobody can open, and nobody could decide anew; whoever opted out stays out.
    const stays = ['opt-outs.sealed', 'record-rules.sealed']
    for (const name of sealedInBackups)
      expect([existsSync(join(data, name)), existsSync(join(aside, name))], name).toEqual(
        stays.includes(name) ? [true, false] : [false, true]
      )
    expect(JSON.parse(readFileSync(join(data, 'connections', 'c1.json'), 'utf8'))).toEqual({
      id: 'c1',
      keys: [],
      hasSecret: false
    })
    const old = await openSnapshotFolder({
      folder: join(aside, 'snapshots'),
      secrets: undefined,
      work: quickWork,
      clock: { now: () => 0 },
      log: memoryLog()
    })
    await old.keyring.unlock(passphrase)
    const opened = await old.store.open(id)
    expect(await textOf(await opened.raw(0))).toBe('text')
    await opened.close()
    await old.release()
  })
})
