import { commonMessages as common } from '#messages/common.ts'
import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import type { ExportLogLine } from '#shared/export-run.ts'
import { activeLocale } from '#shared/messages/locale.ts'

type Detail = Readonly<Record<string, unknown>>

const texts: Readonly<Record<string, (detail: Detail) => string>> = {
  kickoff: ({ errorCode, errorBody }) =>
    typeof errorCode === 'number' ? m.requestRefusedWithHTTP(errorCode, shown(errorBody)) : m.requestAccepted,
  status_progress: ({ xProgress, retryAfter }) =>
    [
      typeof xProgress === 'string' ? `Server: ${xProgress}` : m.serverStillWorks,
      ...(typeof retryAfter === 'string' ? [m.asksToWaitS(retryAfter, /^\d+$/.test(retryAfter))] : [])
    ].join(', '),
  status_error: ({ code, message }) =>
    typeof code === 'number' ? statusFailure(code, shown(message)) : shown(message),
  status_page_complete: ({ outputFileCount, deletedFileCount, errorFileCount }) =>
    m.manifestFilesListsOfRemovalsOf(shown(outputFileCount), shown(deletedFileCount), shown(errorFileCount)),
  status_complete: ({ transactionTime }) => m.exportIsReadyDataOf(shown(transactionTime)),
  download_request: ({ resourceType, itemType }) => m.askingForAFileOf(shown(resourceType ?? itemType)),
  download_complete: ({ resourceCount, fileSize }) =>
    m.fileStored(resources(resourceCount), size(Number(fileSize) || 0)),
  download_error: ({ code, message }) =>
    typeof code === 'number' ? m.fileFailedWithHTTP(code, shown(message)) : m.fileFailedMessage(shown(message)),
  export_complete: ({ files, resources: count }) =>
    `Done: ${files === 1 ? m.n1File : m.filesFiles(shown(files))}, ${resources(count)}`
}
/** A server that repeats its status as its message has said nothing more. */
function statusFailure(code: number, message: string): string {
  const said = message === `HTTP ${code}` ? '.' : `: ${message}`
  return code === 429 ? m.theServerAsksForFewerRequests(said) : m.theStatusRequestFailedWithHTTP(code, said)
}

const problems: ReadonlySet<string> = new Set(['status_error', 'download_error'])

/** The standard log as lines to read. What is no line of a log is left out. */
export function logLines(text: string): ExportLogLine[] {
  return text.split('\n').flatMap((line): ExportLogLine[] => {
    if (line === '') return []
    const entry = parsed(line)
    const event = entry['eventId']
    const time = Date.parse(String(entry['timestamp']))
    if (typeof event !== 'string' || Number.isNaN(time)) return []
    const detail = (typeof entry['eventDetail'] === 'object' ? entry['eventDetail'] : {}) as Detail
    const problem = problems.has(event) || (event === 'kickoff' && typeof detail['errorCode'] === 'number')
    return [{ at: time, event, text: texts[event]?.(detail) ?? event, problem }]
  })
}

const counts = new Intl.NumberFormat(activeLocale)

function resources(count: unknown): string {
  return count === 1
    ? m.n1Resource
    : m.countResources(typeof count === 'number' ? counts.format(count) : common.unknown)
}

function size(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown'
}

function parsed(line: string): Detail {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Detail) : {}
  } catch {
    return {}
  }
}
