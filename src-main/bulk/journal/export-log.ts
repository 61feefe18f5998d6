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
  return {
    write(eventId, eventDetail) {
      const entry = { exportId, timestamp: new Date(clock.now()).toISOString(), eventId, eventDetail }
      last = last.then(() => file.write(Buffer.from(`${JSON.stringify(entry)}\n`)))
    },
    async close() {
      await last
      await file.sync()
      await file.close()
    }
  }
}

/** An address as it may stand in the log. */
export function loggedAddress(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
