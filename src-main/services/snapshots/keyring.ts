import type { KeyringState } from '#shared/snapshot.ts'

/** What the calls need of the keyring. */
export interface KeyringService {
  state(): Promise<KeyringState>
  create(passphrase: string | undefined): Promise<void>
  unlock(passphrase: string): Promise<void>
  /** Asks the owner of the computer, and opens what the keychain protects. */
  unlockByOwner(): Promise<void>
  /** Whether the owner is asked from now on. */
  setOwnerLock(on: boolean): Promise<void>
  /** Puts what the keychain protects under a passphrase from now on. */
  usePassphrase(next: string): Promise<void>
  lock(): Promise<void>
  touch(): void
  changePassphrase(old: string, next: string): Promise<void>
  makeRecovery(passphrase: string | undefined): Promise<string>
  recover(recoveryKey: string, next: string | undefined): Promise<void>
  /** @returns how many keys were wrapped again */
  rotate(passphrase: string | undefined): Promise<number>
  /** @returns absolute path of the folder that will hold what was set aside */
  startOver(): Promise<string>
}
