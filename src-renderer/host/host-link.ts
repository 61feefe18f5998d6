/**
 * Whether the services answer. `lost`: nobody answers. `strange`: a program answers at this address that does not know this
 * page, because Populus was started again or something else took its place.
 */
export type LinkState = 'connected' | 'lost' | 'strange'

/** The connection of the page to its host. */
export interface HostLink {
  readonly state: LinkState
  /** Calls `listener` after each change. @returns a function that unsubscribes */
  watch(listener: (state: LinkState) => void): () => void
}

/** The link of a host that cannot go away without the page. */
export const lastingLink: HostLink = { state: 'connected', watch: () => () => undefined }
