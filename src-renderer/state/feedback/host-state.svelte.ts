import type { HostLink, LinkState } from '../../host/host-link.ts'

/** Whether the services answer, for every screen. */
export class HostState {
  #state = $state<LinkState>('connected')

  /** @param onReturn called when the host is back: what it knows may have changed meanwhile */
  constructor(link: HostLink, onReturn: () => void) {
    this.#state = link.state
    link.watch((state) => {
      const returned = this.#state !== 'connected' && state === 'connected'
      this.#state = state
      if (returned) onReturn()
    })
  }

  get state(): LinkState {
    return this.#state
  }

  /** Nothing that needs the services can be done now. */
  get away(): boolean {
    return this.#state !== 'connected'
  }
}
