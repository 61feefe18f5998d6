import type { Reply } from './contract.ts'

/**
 * The untyped wire under the control plane: what the preload script exposes, and what the HTTP client offers as well.
 * {@link Reply} carries errors as data, because an error object loses its code on its way through a bridge.
 */
export interface Bridge {
  /** Never rejects for an error of the service; that is a reply with `ok: false`. */
  call(name: string, input: unknown): Promise<Reply>
  /**
   * Hears every event of the host.
   *
   * @returns a function that unsubscribes (functions passed in are wrapped by the bridge, so identity cannot be used)
   */
  subscribe(listener: (name: string, value: unknown) => void): () => void
}

/** Name of the bridge on the page's global object. */
export const bridgeName = 'populus'

/** The two IPC channels of the Electron host. */
export const bridgeChannels = { call: 'populus:call', event: 'populus:event' } as const
