import type { KeyringService } from '../services/snapshots/keyring.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { Host } from '../ports/host.ts'

/** The handlers for the key that protects what is stored on this computer. */
export function createKeyringHandlers(host: Pick<Host, 'emit'>, keyring: KeyringService): ServiceHandlers['keyring'] {
  async function changed(): Promise<KeyringState> {
    host.emit('snapshots.changed', {})
    return keyring.state()
  }
  return {
    state: () => keyring.state(),
    async create({ passphrase }) {
      await keyring.create(passphrase)
      return changed()
    },
    async unlock({ passphrase }) {
      await keyring.unlock(passphrase)
      return changed()
    },
    async unlockByOwner() {
      await keyring.unlockByOwner()
      return changed()
    },
    async setOwnerLock({ on }) {
      await keyring.setOwnerLock(on)
      return changed()
    },
    async usePassphrase({ next }) {
      await keyring.usePassphrase(next)
      return changed()
    },
    async lock() {
      await keyring.lock()
      return changed()
    },
    async touch() {
      keyring.touch()
    },
    async changePassphrase({ old, next }) {
      await keyring.changePassphrase(old, next)
      return changed()
    },
    async makeRecovery({ passphrase }) {
      const recoveryKey = await keyring.makeRecovery(passphrase)
      await changed()
      return { recoveryKey }
    },
    async recover({ recoveryKey, next }) {
      await keyring.recover(recoveryKey, next)
      return changed()
    },
    async rotate({ passphrase }) {
      const keys = await keyring.rotate(passphrase)
      await changed()
      return { keys }
    },
    async startOver() {
      return { folder: await keyring.startOver() }
    }
  }
}
