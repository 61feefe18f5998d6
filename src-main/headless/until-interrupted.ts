import type { CommandIo } from './command.ts'

/** What a shell expects of a program that Ctrl-C ended: 128 and the signal's number. */
const interrupted = 130

/**
 * Does work that keeps nothing before it is done. Ctrl-C (or SIGTERM) ends the process, threads included, with a sentence
 * on standard error and code 130.
 */
export async function untilInterrupted<T>(io: CommandIo, work: () => Promise<T>): Promise<T> {
  const stop = (): void => {
    io.err(`${io.terminal ? '\r\u001b[K' : ''}Cancelled.\n`)
    process.exit(interrupted)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await work()
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
