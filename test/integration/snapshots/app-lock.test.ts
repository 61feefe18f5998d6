import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAppLock } from '../../../src-main/services/snapshots/app-lock.ts'
import { createKeyringService } from '../../../src-main/services/snapshots/keyring-service.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import type { OwnerPort, PolicyPort, SecretsPort } from '../../../src-main/ports/host.ts'
import { createKeyring } from '../../../src-main/storage/keys/keyring.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const passphrase = 'four unlikely words together'
const required = managedBy({ RequireAppLock: true })

/** A keychain that gives back what it sealed. */
const keychain: SecretsPort = {
  isSafe: async () => true,
  backend: () => 'keychain',
  seal: async (secret) => Buffer.from(secret).reverse(),
  open: async (sealed) => ({ secret: Buffer.from(sealed).reverse().toString(), stale: false })
}

/** Somebody before the computer. */
function somebody() {
  const state = { reachable: true, confirms: true, asked: 0 }
  const owner: OwnerPort = {
    canAsk: async () => state.reachable,
    async confirm() {
      state.asked++
      return state.confirms
    }
  }
  return { state, owner }
}

/** One run of the window on a data folder. */
async function run(data: string, policies: PolicyPort, owner: OwnerPort | undefined) {
  const clock = { now: () => 0 }
  const log = memoryLog()
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: keychain,
    work: quickWork,
    policies,
    window: { owner },
    clock,
    log
  })
  const done: string[] = []
  const service = createKeyringService({
    keyring: folder.keyring,
    appLock: createAppLock({ keyring: folder.keyring, owner, policies }),
    store: folder.store,
    gate: createBackupGate(),
    data,
    clock,
    log,
    idleMinutes: () => 15,
    isBusy: () => false,
    forget: async () => void done.push('forgotten'),
    beforeOpen: async () => undefined,
    onOpen: async () => void done.push('goes on'),
    onLocked: async (by) => void done.push(`locked by ${by}`)
  })
  return { service, keyring: folder.keyring, done }
}

describe('the lock of the window', () => {
  it('asks the owner before the keychain opens, locks on sleep, and asks again at the next start', async () => {
    const data = temporaryFolder()
    const { state, owner } = somebody()
    const { service, keyring, done } = await run(data, unmanaged, owner)
    await service.create(undefined)
    // Without the lock a keychain opens by itself, and there is nothing to lock.
    await expect(service.lock()).rejects.toThrow(/keychain/)
    await service.setOwnerLock(true)
    expect(await service.state()).toEqual({ state: 'open', by: 'keychain', ownerLock: 'chosen', owner: 'touch-id' })
    const { wrapped } = keyring.makeKey('x')
    await service.lockIfOpen()
    expect(done).toEqual(['forgotten', 'forgotten', 'locked by keychain'])
    expect((await service.state()).state).toBe('locked')
    expect(() => keyring.openKey(wrapped, 'x')).toThrow(/locked/)

    const next = await run(data, unmanaged, owner)
    expect((await next.service.state()).state).toBe('locked')
    state.confirms = false
    await expect(next.service.unlockByOwner()).rejects.toThrow(/canceled or not recognized/)
    expect((await next.service.state()).state).toBe('locked')
    state.confirms = true
    await next.service.unlockByOwner()
    expect(next.done).toEqual(['goes on'])
    expect(next.keyring.openKey(wrapped, 'x')).toHaveLength(32)
    expect(state.asked).toBe(3)
  })

  it('cannot be walked around while it is locked', async () => {
    const data = temporaryFolder()
    const { state, owner } = somebody()
    const first = await run(data, unmanaged, owner)
    await first.service.create(undefined)
    await first.service.setOwnerLock(true)
    const { service, keyring } = await run(data, unmanaged, owner)
    const before = readFileSync(join(data, 'snapshots', 'keyring.json'), 'utf8')
    // Neither with a sensor nor with one that is out of reach.
    for (const reachable of [true, false]) {
      state.reachable = reachable
      await expect(service.unlock('')).rejects.toThrow(/locked/)
      await expect(service.makeRecovery(undefined)).rejects.toThrow(/locked/)
      await expect(keyring.rotate(undefined)).rejects.toThrow(/locked/)
      await expect(service.usePassphrase(passphrase)).rejects.toThrow(/locked/)
      await expect(service.setOwnerLock(false)).rejects.toThrow(/locked/)
      expect((await service.state()).state).toBe('locked')
    }
    await expect(service.unlockByOwner()).rejects.toThrow(/recovery key/)
    expect(readFileSync(join(data, 'snapshots', 'keyring.json'), 'utf8')).toBe(before)
  })

  it('opens by the recovery key, stays after the key was changed, and is switched off by the owner alone', async () => {
    const data = temporaryFolder()
    const { state, owner } = somebody()
    const first = await run(data, unmanaged, owner)
    await first.service.create(undefined)
    await first.service.setOwnerLock(true)
    await first.service.rotate(undefined)
    const recoveryKey = await first.service.makeRecovery(undefined)
    const { service } = await run(data, unmanaged, owner)
    expect((await service.state()).ownerLock).toBe('chosen')
    await service.recover(recoveryKey, undefined)
    expect(await service.state()).toMatchObject({ state: 'open', ownerLock: 'chosen' })
    state.confirms = false
    await expect(service.setOwnerLock(false)).rejects.toThrow(/canceled/)
    state.confirms = true
    await service.setOwnerLock(false)
    const last = await run(data, unmanaged, owner)
    expect(await last.service.state()).toMatchObject({ state: 'open', by: 'keychain' })
  })

  it('is required by the policy, which nobody switches off, and commands still open the keychain', async () => {
    const data = temporaryFolder()
    const { owner } = somebody()
    const { service } = await run(data, required, owner)
    await service.create(undefined)
    await service.lock()
    expect(await service.state()).toMatchObject({ state: 'locked', ownerLock: 'required', owner: 'touch-id' })
    await service.unlockByOwner()
    await expect(service.setOwnerLock(false)).rejects.toMatchObject({ policy: 'RequireAppLock' })
    const command = createKeyring(join(data, 'snapshots', 'keyring.json'), keychain)
    expect((await command.state()).state).toBe('open')
  })

  it('is a passphrase where nobody can be asked', async () => {
    const { service } = await run(temporaryFolder(), required, undefined)
    expect(await service.state()).toEqual({ state: 'absent', by: 'passphrase' })
    await expect(service.create(undefined)).rejects.toMatchObject({ policy: 'RequireAppLock' })
    await service.create(passphrase)
    expect(await service.state()).toEqual({ state: 'open', by: 'passphrase' })
  })

  it('moves what a keychain protected under a passphrase once, where the policy comes later', async () => {
    const data = temporaryFolder()
    const before = await run(data, unmanaged, undefined)
    await before.service.create(undefined)
    const { wrapped } = before.keyring.makeKey('x')
    const forbidden = await run(data, managedBy({ RequireAppLock: true, AllowPassphraseKey: false }), undefined)
    await expect(forbidden.service.usePassphrase(passphrase)).rejects.toMatchObject({ policy: 'AllowPassphraseKey' })
    const { service, keyring } = await run(data, required, undefined)
    expect(await service.state()).toEqual({ state: 'locked', by: 'keychain', ownerLock: 'required' })
    await service.usePassphrase(passphrase)
    expect(keyring.openKey(wrapped, 'x')).toHaveLength(32)
    const later = await run(data, required, undefined)
    expect(await later.service.state()).toEqual({ state: 'locked', by: 'passphrase' })
    await expect(later.service.unlock('not this one at all')).rejects.toThrow(/Wrong passphrase/)
    await later.service.unlock(passphrase)
    expect(await later.service.state()).toEqual({ state: 'open', by: 'passphrase' })
  })
})
