import type { ExportRun } from '#shared/export-run.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import { exportProgress, type Entry } from './queue-entry.ts'
import { describeRun } from './run-view.ts'

/** Says what exports do. */
export interface ExportDisplay {
  view(entry: Entry): Promise<ExportRun>
  /** Announces a change soon, and not too often. */
  show(entry: Entry): void
  stop(): void
}

/** Dependencies of {@link createExportDisplay}. */
export interface JobDisplayDependencies {
  readonly connections: Pick<ConnectionService, 'get'>
  readonly clock: ClockPort
  readonly log: LogPort
  /** An export began, went on or ended; at most four times a second for each. */
  readonly onChange: (run: ExportRun) => void
}

const showEveryMs = 250

/** Announces the changes of each export at most four times a second. */
export function createExportDisplay({ connections, clock, log, onChange }: JobDisplayDependencies): ExportDisplay {
  const shownAt = new WeakMap<Entry, number>()
  const later = new Map<Entry, NodeJS.Timeout>()

  async function view(entry: Entry): Promise<ExportRun> {
    // The history of a connection that was removed, or cannot be read, is shown all the same.
    const { settings } = await connections.get(entry.file.connection).catch(() => ({ settings: undefined }))
    const progress = await exportProgress(entry, log)
    const { file, running, waiting } = entry
    // What has ended is over, also while its files are still being closed.
    const isRunning = running !== undefined && file.ended === undefined
    return describeRun({
      file,
      progress,
      damaged: entry.damaged,
      meter: isRunning ? running.job?.meter : undefined,
      running: isRunning,
      waiting,
      level: settings?.level ?? 'system'
    })
  }

  return {
    view,
    show(entry) {
      if (later.has(entry)) return
      const wait = (shownAt.get(entry) ?? 0) + showEveryMs - clock.now()
      const timer = setTimeout(
        () => {
          later.delete(entry)
          shownAt.set(entry, clock.now())
          view(entry).then(onChange, () => log.write('warn', 'exports.unreadable'))
        },
        Math.min(showEveryMs, Math.max(0, wait))
      )
      later.set(entry, timer)
    },
    stop() {
      for (const timer of later.values()) clearTimeout(timer)
    }
  }
}
