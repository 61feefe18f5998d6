/** Lets somebody end the waits of an export early. */
export interface PollTrigger {
  /** Ends every wait that is going on. */
  now(): void
  /** Aborted by the next {@link now}. */
  readonly signal: AbortSignal
}

/** A trigger that nobody has pulled yet. */
export function createPollTrigger(): PollTrigger {
  let controller = new AbortController()
  return {
    now() {
      const ended = controller
      controller = new AbortController()
      ended.abort()
    },
    get signal() {
      return controller.signal
    }
  }
}
