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
      throw new PolicyRefusal('RequireOsKeychain', 'data to be protected by a passphrase')
    if (passphrase !== undefined && !policies.value('AllowPassphraseKey'))
      throw new PolicyRefusal('AllowPassphraseKey', 'data to be protected by a passphrase')
    if (passphrase !== undefined || !mustUseKeychain) return
    const { state, by } = await keyring.state()
    if (state === 'absent' && by !== 'keychain')
      throw new PolicyRefusal('RequireOsKeychain', 'data to be stored where no keychain protects them')
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
        throw new PolicyRefusal('RequireAppLock', 'data to be stored without Touch ID or a passphrase')
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
