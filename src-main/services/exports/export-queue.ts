import { errorFacts } from '../../log/error-facts.ts'
import type { LogPort } from '../../ports/host.ts'
import { isActive, type Entry } from './queue-entry.ts'
import type { ExportRecord } from './export-record.ts'
import type { ExportRunner } from './export-runner.ts'

/** Decides which exports run. */
export interface ExportQueue {
  /** Lets an export begin, or go on, as soon as its server is free. */
  add(entry: Entry): void
  /** Stops an export, and waits until it has. */
  halt(entry: Entry): Promise<void>
  /** Waits until an export that has ended has closed its files. */
  windUp(entry: Entry): Promise<void>
  /** Resolves when an export neither runs nor waits any more. */
  ended(entry: Entry): Promise<ExportRecord>
  /** Tells those who wait for the end of an export that does not run. */
  settle(entry: Entry): void
  /** Stops what runs and waits. */
  haltAll(): Promise<void>
  /** Begins nothing any more, and stops what runs. */
  close(): Promise<void>
}

/** Dependencies of {@link createExportQueue}. */
export interface JobQueueDependencies {
  /** Every export, in the order in which they begin. */
  readonly entries: () => Iterable<Entry>
  readonly run: ExportRunner['run']
  readonly show: (entry: Entry) => void
  /** An export does not run any more. */
  readonly onStop: (entry: Entry) => void
  readonly log: LogPort
}

const maxAtOnce = 2

/** One export of a server at a time, as many allow no more, and two at a time altogether. */
export function createExportQueue({ entries, run, show, onStop, log }: JobQueueDependencies): ExportQueue {
  const waiters = new Map<Entry, ((file: ExportRecord) => void)[]>()
  let closed = false

  function pump(): void {
    if (closed) return
    const all = [...entries()]
    const running = all.filter((item) => item.running !== undefined)
    const busy = new Set(running.map(({ file }) => file.connection))
    let free = maxAtOnce - running.length
    for (const entry of all) {
      if (free <= 0) return
      if (!entry.waiting || busy.has(entry.file.connection)) continue
      busy.add(entry.file.connection)
      free -= 1
      begin(entry)
      show(entry)
    }
  }

  function begin(entry: Entry): void {
    entry.waiting = false
    const stop = new AbortController()
    const done = run(entry, stop)
      .catch((error: unknown) => log.write('error', 'exports.broken', errorFacts(error)))
      .finally(() => {
        entry.running = undefined
        show(entry)
        onStop(entry)
        settle(entry)
        pump()
      })
    entry.running = { stop, job: undefined, done }
  }

  function settle(entry: Entry): void {
    for (const tell of waiters.get(entry) ?? []) tell(entry.file)
    waiters.delete(entry)
  }

  async function halt(entry: Entry): Promise<void> {
    entry.waiting = false
    entry.running?.stop.abort()
    await entry.running?.done
  }

  async function haltAll(): Promise<void> {
    await Promise.all([...entries()].map(halt))
  }

  return {
    add(entry) {
      if (entry.cancelled) return
      entry.waiting = true
      pump()
    },
    halt,
    async windUp({ file, running }) {
      if (file.ended !== undefined) await running?.done
    },
    ended(entry) {
      if (!isActive(entry)) return Promise.resolve(entry.file)
      return new Promise((resolve) => waiters.set(entry, [...(waiters.get(entry) ?? []), resolve]))
    },
    settle,
    haltAll,
    async close() {
      closed = true
      await haltAll()
    }
  }
}
