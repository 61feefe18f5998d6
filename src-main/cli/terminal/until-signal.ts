import { AppError } from '#shared/app-error.ts'
import { endingSignals } from './draft-guard.ts'

/**
 * Does something that looks from time to time whether Ctrl-C or another signal asked it to end. What must not be cut off goes
 * on to its end; a second signal ends the process.
 * @param message what the command ends with then: what is done, what is left, and how to go on
 * @param work throws the reason of its signal, an AppError `cancelled`, where it ends early
 * @param signals that ask it to end; others do what they do without this
 */
export async function untilSignal<T>(
  message: string,
  work: (signal: AbortSignal) => Promise<T>,
  signals: readonly NodeJS.Signals[] = endingSignals
): Promise<T> {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort(new AppError('cancelled', message))
  for (const signal of signals) process.once(signal, onSignal)
  try {
    return await work(stop.signal)
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

/** The same parts, until the work is asked to end. @throws the reason of the signal */
export async function* partsUntil<T>(parts: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const part of parts) {
    signal.throwIfAborted()
    yield part
  }
}
