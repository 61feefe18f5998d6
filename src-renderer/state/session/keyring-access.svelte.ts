import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/**
 * What is being asked for: a new passphrase, the one that unlocks, one in the place of the keychain, or the owner of the
 * computer.
 */
export interface PassphraseRequest {
  readonly what: 'create' | 'unlock' | 'protect' | 'owner'
}

/** Dependencies of {@link KeyringAccess}. */
export interface KeyringAccessDependencies {
  readonly transport: Transport
  readonly toasts: Toasts
  /** Asks the services for the state of the keyring, and for what an open one shows. */
  readonly refresh: () => Promise<void>
}

/** The keyring, and the dialog that asks for what opens it. */
export class KeyringAccess {
  readonly #dependencies: KeyringAccessDependencies
  #keyring = $state.raw<KeyringState>({ state: 'absent', by: 'passphrase' })
  #request = $state.raw<PassphraseRequest | undefined>()
  #error = $state<string | undefined>()
  #busy = $state(false)
  #answer: ((opened: boolean) => void) | undefined
  /** Counts up with each passphrase that was taken. */
  #taken = 0
  /** Hears of every look at the keyring. */
  onKeyring: ((keyring: KeyringState) => void) | undefined

  constructor(dependencies: KeyringAccessDependencies) {
    this.#dependencies = dependencies
  }

  get keyring(): KeyringState {
    return this.#keyring
  }

  /** Set while the passphrase dialog is open. */
  get request(): PassphraseRequest | undefined {
    return this.#request
  }

  /** Why the last passphrase was not taken. */
  get error(): string | undefined {
    return this.#error
  }

  /** A passphrase is being tried, which takes about a second. */
  get busy(): boolean {
    return this.#busy
  }

  /** Asks the services for the state of the keyring. */
  async readKeyring(): Promise<void> {
    const taken = this.#taken
    const keyring = await this.#dependencies.transport.call('keyring.state', undefined)
    // What a passphrase opened meanwhile is newer than the answer.
    if (taken === this.#taken) this.#setKeyring(keyring)
  }

  /** Opens the key, by asking for the passphrase where one is needed. @returns whether it is open */
  async unlock(): Promise<boolean> {
    await this.#dependencies.refresh()
    const { state, by, ownerLock, owner } = this.#keyring
    // A keychain opens by itself, and makes its key with the first snapshot.
    if (state === 'open' || (state === 'absent' && by === 'keychain')) return true
    if (by === 'keychain' && ownerLock !== undefined)
      return this.#ask(ownerLock === 'required' && owner === undefined ? 'protect' : 'owner')
    if (by === 'keychain') {
      await this.#try('unlock', '')
      if (this.#error !== undefined) this.#dependencies.toasts.show(this.#error, { kind: 'failed' })
      return this.#keyring.state === 'open'
    }
    return this.#ask(state === 'absent' ? 'create' : 'unlock')
  }

  /** Asks for a passphrase that takes the place of the keychain. */
  async protect(): Promise<void> {
    await this.#ask('protect')
  }

  #ask(what: PassphraseRequest['what']): Promise<boolean> {
    this.decline()
    this.#request = { what }
    return new Promise((resolve) => (this.#answer = resolve))
  }

  /** Tries the passphrase that was asked for. */
  async give(passphrase: string): Promise<void> {
    if (this.#request === undefined || this.#busy) return
    await this.#try(this.#request.what, passphrase)
    if (this.#error === undefined) this.#close(true)
  }

  /** Closes the passphrase dialog. */
  decline(): void {
    this.#close(false)
  }

  async #try(what: PassphraseRequest['what'], passphrase: string): Promise<void> {
    this.#busy = true
    this.#error = undefined
    try {
      const keyring = await this.#answerWith(what, passphrase)
      this.#taken++
      this.#setKeyring(keyring)
      await this.#dependencies.refresh()
    } catch (error) {
      this.#error = toWireError(error).message
    } finally {
      this.#busy = false
    }
  }

  #answerWith(what: PassphraseRequest['what'], passphrase: string): Promise<KeyringState> {
    const { transport } = this.#dependencies
    if (what === 'owner') return transport.call('keyring.unlockByOwner', undefined)
    if (what === 'protect') return transport.call('keyring.usePassphrase', { next: passphrase })
    return transport.call(what === 'create' ? 'keyring.create' : 'keyring.unlock', { passphrase })
  }

  #setKeyring(keyring: KeyringState): void {
    this.#keyring = keyring
    this.onKeyring?.(keyring)
  }

  #close(opened: boolean): void {
    this.#request = undefined
    this.#error = undefined
    const answer = this.#answer
    this.#answer = undefined
    answer?.(opened)
  }
}
