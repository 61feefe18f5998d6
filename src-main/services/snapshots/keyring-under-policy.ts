import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { PolicyPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'

/**
 * A keyring that is protected only by what the policies allow. Data that a passphrase protects already stay readable: only a
 * new keyring, and a new protection after a recovery, are refused.
 */
export function keyringUnderPolicy(keyring: Keyring, policies: Pick<PolicyPort, 'value'>): Keyring {
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
    async create(passphrase) {
      await refuse(passphrase)
      await keyring.create(passphrase)
    },
    async recover(recoveryKey, next) {
      await refuse(next)
      await keyring.recover(recoveryKey, next)
    }
  }
}
