import { servicesSnapshotsMessages as m } from '#messages/services/snapshots.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { OwnerPort, PolicyPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'

/**
 * A keyring that is protected only by what the policies allow. Data that a passphrase protects already stay readable: only a
 * new keyring, and a new protection of an old one, are refused.
 * @param window what of a window matters; absent for commands, which no lock of the window holds up
 */
export function keyringUnderPolicy(
  keyring: Keyring,
  policies: Pick<PolicyPort, 'value'>,
  window?: { readonly owner: OwnerPort | undefined }
): Keyring {
  /** The window has to be locked by something, and nobody can ask the owner of the computer. */
  async function needsPassphrase(): Promise<boolean> {
    return window !== undefined && policies.value('RequireAppLock') && (await window.owner?.canAsk()) !== true
  }

  async function refuse(passphrase: string | undefined): Promise<void> {
    const mustUseKeychain = policies.value('RequireOsKeychain')
    if (passphrase !== undefined && mustUseKeychain)
      throw new PolicyRefusal('RequireOsKeychain', m.dataToBeProtectedByA)
    if (passphrase !== undefined && !policies.value('AllowPassphraseKey'))
      throw new PolicyRefusal('AllowPassphraseKey', m.dataToBeProtectedByA)
    if (passphrase !== undefined || !mustUseKeychain) return
    const { state, by } = await keyring.state()
    if (state === 'absent' && by !== 'keychain') throw new PolicyRefusal('RequireOsKeychain', m.dataToBeStoredWhereNo)
  }

  return {
    ...keyring,
    async state() {
      const known = await keyring.state()
      if (known.state !== 'absent' || known.by === 'passphrase' || !(await needsPassphrase())) return known
      return { ...known, by: 'passphrase' }
    },
    async create(passphrase) {
      await refuse(passphrase)
      if (passphrase === undefined && (await needsPassphrase()))
        throw new PolicyRefusal('RequireAppLock', m.dataToBeStoredWithoutTouch)
      await keyring.create(passphrase)
    },
    async usePassphrase(next) {
      await refuse(next)
      await keyring.usePassphrase(next)
    },
    async recover(recoveryKey, next) {
      await refuse(next)
      await keyring.recover(recoveryKey, next)
    }
  }
}
