import type { KeyringService } from '../services/snapshots/keyring.ts'
import type { Handlers } from '#shared/contract/contract.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { Host } from '../ports/host.ts'

/** The handlers for the key that protects what is stored on this computer. */
export function createKeyringHandlers(
  host: Pick<Host, 'emit'>,
  keyring: KeyringService
): Pick<Handlers, Extract<keyof Handlers, `keyring.${string}`>> {
  async function changed(): Promise<KeyringState> {
    host.emit('snapshots.changed', {})
    return keyring.state()
  }
  return {
    'keyring.state': () => keyring.state(),
    async 'keyring.create'({ passphrase }) {
      await keyring.create(passphrase)
      return changed()
    },
    async 'keyring.unlock'({ passphrase }) {
      await keyring.unlock(passphrase)
      return changed()
    },
    async 'keyring.unlockByOwner'() {
      await keyring.unlockByOwner()
      return changed()
    },
    async 'keyring.setOwnerLock'({ on }) {
      await keyring.setOwnerLock(on)
      return changed()
    },
    async 'keyring.usePassphrase'({ next }) {
      await keyring.usePassphrase(next)
      return changed()
    },
    async 'keyring.lock'() {
      await keyring.lock()
      return changed()
    },
    async 'keyring.touch'() {
      keyring.touch()
    },
    async 'keyring.changePassphrase'({ old, next }) {
      await keyring.changePassphrase(old, next)
      return changed()
    },
    async 'keyring.makeRecovery'({ passphrase }) {
      const recoveryKey = await keyring.makeRecovery(passphrase)
      await changed()
      return { recoveryKey }
    },
    async 'keyring.recover'({ recoveryKey, next }) {
      await keyring.recover(recoveryKey, next)
      return changed()
    },
    async 'keyring.rotate'({ passphrase }) {
      const keys = await keyring.rotate(passphrase)
      await changed()
      return { keys }
    },
    async 'keyring.startOver'() {
      return { folder: await keyring.startOver() }
    }
  }
}
