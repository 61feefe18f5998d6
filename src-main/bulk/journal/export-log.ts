import type { ClockPort } from '../../ports/host.ts'
import type { LineFiles } from '../../storage/sealed/sealed-lines.ts'

/** Names of the events in the standard log of an export. */
export type ExportLogEvent =
  | 'kickoff'
  | 'status_progress'
  | 'status_error'
  | 'status_page_complete'
  | 'status_complete'
  | 'manifest_complete'
  | 'download_request'
  | 'download_complete'
  | 'download_error'
  | 'export_complete'

/** The log that sites show to their vendors. */
export interface ExportLog {
  write(event: ExportLogEvent, detail: Readonly<Record<string, unknown>>): void
  /** @throws the file system's error, also that of the first line that could not be written; the file is closed all the same */
  close(): Promise<void>
}

/**
 * Writes `log.ndjson` in the form of the bulk export logging guide of SMART: exportId, timestamp, eventId, eventDetail.
 * Addresses lose their query, which may be a secret; patients asked for are left out.
 */
export async function openExportLog(
  path: string,
  exportId: string,
  files: LineFiles,
  clock: ClockPort
): Promise<ExportLog> {
  const file = await files.append(path)
  let last: Promise<void> = Promise.resolve()
  const failures: unknown[] = []
  return {
    write(eventId, eventDetail) {
      const entry = { exportId, timestamp: new Date(clock.now()).toISOString(), eventId, eventDetail }
      // The lines behind one that could not be written are written all the same, and the end of the log tells of it.
      last = last
        .then(() => file.write(Buffer.from(`${JSON.stringify(entry)}\n`)))
        .catch((error: unknown) => void failures.push(error))
    },
    async close() {
      await last
      try {
        if (failures.length > 0) throw failures[0]
        await file.sync()
      } finally {
        await file.close()
      }
    }
  }
}

/** An address as it may stand in the log. */
export function loggedAddress(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
