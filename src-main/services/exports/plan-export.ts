import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { LogPort } from '../../ports/host.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import { requestOf } from '../connections/request-of.ts'
import type { ExportRecord } from './export-record.ts'
import type { ExportStorage, NewExport } from './export-storage.ts'
import { exportProgress, type Entry } from './queue-entry.ts'
import { comparedSnapshot, refreshBase, type EarlierExport } from './refresh-base.ts'

/** What decides an export of a connection. */
type PlannedExport = Pick<ExportRecord, 'connection' | 'kind' | 'reason'> & {
  readonly settings: ConnectionSettings
}

/** Ids of the snapshots that are saved. */
export async function snapshotsIn({ store }: ExportStorage): Promise<ReadonlySet<string>> {
  return new Set((await store.list()).map(({ id }) => id))
}

/** Exports of a connection with what each asked for. @param earlier newest first */
export function pastExports(earlier: readonly Entry[], log: LogPort): EarlierExport[] {
  return earlier.map((entry) => ({
    file: entry.file,
    request: async () => (await exportProgress(entry, log))?.request
  }))
}

/**
 * Decides of an export whether changes are enough, and with what the result is compared.
 * @returns takes the exports of the connection before it, newest first
 */
export function planExport(connections: ConnectionService, log: LogPort) {
  return async (
    storage: ExportStorage,
    { connection, kind, reason, settings }: PlannedExport,
    earlier: readonly Entry[]
  ): Promise<NewExport> => {
    // As the export itself will ask: without the types that the server does not have.
    const { discovered } = await connections.get(connection)
    const wanted = requestOf(settings, connections.profile(settings), discovered?.server, await connections.ruleTypes())
    const savedSnapshots = await snapshotsIn(storage)
    const past = pastExports(earlier, log)
    const common = { connection, name: settings.name, reason }
    const base = kind === 'full' ? undefined : await refreshBase(past, wanted, savedSnapshots)
    if (base !== undefined && 'snapshot' in base)
      return { ...common, kind: 'incremental', previous: base.snapshot, since: base.since }
    const compared = await comparedSnapshot(past, wanted, savedSnapshots)
    return { ...common, kind: 'full', compared, fullBecause: base === undefined ? undefined : [...base.because] }
  }
}
