/** One end of a channel between two threads, whichever runtime they belong to. */
export interface ThreadPort {
  /** @param buffers are moved instead of copied */
  send(message: unknown, buffers: ArrayBuffer[]): void
  /** @param listener is called with every message, in the order in which they were sent */
  receive(listener: (message: unknown) => void): void
}

/** A thread, as the one that started it sees it. */
export interface StartedThread extends ThreadPort {
  /** @param listener is called with the cause when the thread fails or ends by itself; perhaps more than once */
  onFailure(listener: (cause: unknown) => void): void
  terminate(): void | Promise<unknown>
}
