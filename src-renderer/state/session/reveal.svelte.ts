import type { Input, Transport } from '#shared/contract/contract.ts'
import { toWireError } from '#shared/app-error.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import type { Session } from './session.svelte.ts'

/** Why names are shown; it is recorded first. */
export type RevealReason = Input<'identity.reveal'>['reason']

/** A request the reveal dialog is showing. */
export interface RevealRequest {
  readonly scope: string
  readonly people: number
  /** Id of the person, where it is one. */
  readonly person: string | undefined
  readonly settle: (revealed: boolean) => void
}

/** Dependencies of {@link Reveal}. */
export interface RevealDependencies {
  readonly transport: Transport
  readonly session: Pick<Session, 'replaced'>
  readonly panels: Pick<PanelQueries, 'onReset'>
}

/** Grants to show names and record numbers. Each is written to the audit log before anything is shown. */
export class Reveal {
  readonly #transport: Transport
  #request = $state.raw<RevealRequest | undefined>()
  /** When each grant ends, on the clock of the page's own that nobody can set. */
  #until = $state.raw<Readonly<Record<string, number>>>({})
  #error = $state<string | undefined>()
  /** The request whose reason is being recorded. */
  #recording: RevealRequest | undefined

  constructor({ transport, session, panels }: RevealDependencies) {
    this.#transport = transport
    let { replaced } = session
    panels.onReset(() => {
      if (replaced === session.replaced) return
      // Grants were for the people of the data before; the same numbers are other people now.
      replaced = session.replaced
      this.decline()
      this.mask()
    })
  }

  /** What the dialog asks about; undefined while it is closed. */
  get request(): RevealRequest | undefined {
    return this.#request
  }

  /** Why the last attempt was refused. */
  get error(): string | undefined {
    return this.#error
  }

  /** @param scope what a grant covers, e.g. `patient:12` or a list's own name */
  isRevealed(scope: string): boolean {
    return this.#until[scope] !== undefined
  }

  /**
   * Opens the dialog. Resolves to true once the grant is recorded, false when the user keeps the mask.
   * @param person id of the person, where it is one
   */
  ask(scope: string, people: number, person?: string): Promise<boolean> {
    this.#request?.settle(false)
    this.#error = undefined
    return new Promise((settle) => (this.#request = { scope, people, person, settle }))
  }

  /**
   * The dialog's answer: records the reason, once, then shows. Stays open with a sentence when it is refused; whoever closes it
   * meanwhile keeps the mask.
   */
  async grant(reason: RevealReason): Promise<void> {
    const request = this.#request
    if (request === undefined || request === this.#recording) return
    this.#recording = request
    this.#error = undefined
    try {
      const { forMs } = await this.#transport.call('identity.reveal', {
        reason,
        people: request.people,
        ...(request.person === undefined ? {} : { person: request.person })
      })
      if (this.#request !== request) return
      this.#until = { ...this.#until, [request.scope]: performance.now() + forMs }
      setTimeout(() => this.#expire(), forMs + 50)
      this.#request = undefined
      request.settle(true)
    } catch (error) {
      if (this.#request === request) this.#error = toWireError(error).message
    } finally {
      if (this.#recording === request) this.#recording = undefined
    }
  }

  /** Closes the dialog without a grant. */
  decline(): void {
    const request = this.#request
    this.#request = undefined
    request?.settle(false)
  }

  /** Masks one scope, or everything. */
  mask(scope?: string): void {
    this.#keep(([each]) => scope !== undefined && each !== scope)
  }

  #expire(): void {
    this.#keep(([, until]) => until > performance.now())
  }

  #keep(which: (grant: readonly [string, number]) => boolean): void {
    this.#until = Object.fromEntries(Object.entries(this.#until).filter(which))
  }
}
