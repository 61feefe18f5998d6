import { AppError } from '#shared/app-error.ts'
import type { ExportQueue } from './export-queue.ts'
import type { ExportRunner } from './export-runner.ts'
import { isOver, type Entry } from './queue-entry.ts'

/** Ends exports that somebody does not want any more. */
export interface Cancellation {
  /** Stops an export, and keeps it from beginning. To be called at once, whatever else is done about exports meanwhile. */
  request(entry: Entry): void
  /** Both, one after the other. */
  cancel(entry: Entry): Promise<void>
  /** Waits until it has stopped, and gives it up. Resolves without its end where its keys went away meanwhile. */
  end(entry: Entry): Promise<void>
  /** Stops waiting for servers, as when the keys go away. Resolves when no file of an export is open any more. */
  stop(): Promise<void>
}

/** @param onEnd an export has got its end */
export function createCancellation(
  queue: Pick<ExportQueue, 'halt' | 'settle'>,
  runner: Pick<ExportRunner, 'giveUp'>,
  onEnd: (entry: Entry) => void
): Cancellation {
  const pending = new Map<AbortController, Promise<void>>()

  async function giveUp(entry: Entry): Promise<void> {
    const stop = new AbortController()
    const ending = runner.giveUp(entry, stop)
    pending.set(stop, ending)
    try {
      await ending
    } catch (error) {
      // That it is given up is written down; it is told to its server when the keys are there again.
      if (!stop.signal.aborted || !(error instanceof AppError)) throw error
    } finally {
      pending.delete(stop)
    }
  }

  function request(entry: Entry): void {
    if (isOver(entry)) return
    entry.cancelled = true
    entry.waiting = false
    entry.running?.stop.abort()
  }

  async function end(entry: Entry): Promise<void> {
    await queue.halt(entry)
    if (isOver(entry)) return
    try {
      await giveUp(entry)
    } finally {
      // Where not even that could be written down, it can go on.
      entry.cancelled = entry.file.cancelled === true
    }
    if (!isOver(entry)) return
    onEnd(entry)
    queue.settle(entry)
  }

  return {
    request,
    end,
    cancel(entry) {
      request(entry)
      return end(entry)
    },
    async stop() {
      for (const controller of pending.keys()) controller.abort()
      await Promise.allSettled(pending.values())
    }
  }
}
