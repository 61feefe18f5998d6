/**
 * What is waited for, unless a signal comes first. What was begun goes on by itself, and its end is nobody's concern any more.
 * @throws the reason of the signal, or what the work throws
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    // An abort has its own reason, which its caller gave as an error.
    onAbort = () => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } catch (error) {
    // Work that ends because of the signal may do so first, with an error of its own.
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** The same pieces, also ended while one is waited for. @throws the reason of the signal */
export async function* piecesUnlessAborted<T>(
  pieces: AsyncIterable<T>,
  signal: AbortSignal | undefined
): AsyncGenerator<T> {
  const iterator = pieces[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await unlessAborted(iterator.next(), signal)
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // A source that waits for its next piece ends only after that.
    void iterator.return?.().catch(() => undefined)
  }
}
