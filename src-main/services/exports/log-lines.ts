import type { ExportLogLine } from '#shared/export-run.ts'

type Detail = Readonly<Record<string, unknown>>

const texts: Readonly<Record<string, (detail: Detail) => string>> = {
  kickoff: ({ errorCode, errorBody }) =>
    typeof errorCode === 'number' ? `Request refused with HTTP ${errorCode}: ${shown(errorBody)}` : 'Request accepted',
  status_progress: ({ xProgress, retryAfter }) =>
    [
      typeof xProgress === 'string' ? `Server: ${xProgress}` : 'Server still works',
      ...(typeof retryAfter === 'string' ? [`asks to wait ${retryAfter}${/^\d+$/.test(retryAfter) ? ' s' : ''}`] : [])
    ].join(', '),
  status_error: ({ code, message }) =>
    typeof code === 'number' ? statusFailure(code, shown(message)) : shown(message),
  status_page_complete: ({ outputFileCount, deletedFileCount, errorFileCount }) =>
    `Manifest: ${shown(outputFileCount)} files, ${shown(deletedFileCount)} lists of removals, ${shown(errorFileCount)} of issues`,
  status_complete: ({ transactionTime }) => `Export is ready, data of ${shown(transactionTime)}`,
  download_request: ({ resourceType, itemType }) => `Asking for a file of ${shown(resourceType ?? itemType)}`,
  download_complete: ({ resourceCount, fileSize }) =>
    `File stored: ${resources(resourceCount)}, ${size(Number(fileSize) || 0)}`,
  download_error: ({ code, message }) =>
    typeof code === 'number' ? `File failed with HTTP ${code}: ${shown(message)}` : `File failed: ${shown(message)}`,
  export_complete: ({ files, resources: count }) =>
    `Done: ${files === 1 ? '1 file' : `${shown(files)} files`}, ${resources(count)}`
}
/** A server that repeats its status as its message has said nothing more. */
function statusFailure(code: number, message: string): string {
  const said = message === `HTTP ${code}` ? '.' : `: ${message}`
  return code === 429
    ? `The server asks for fewer requests (HTTP 429)${said}`
    : `The status request failed with HTTP ${code}${said}`
}

const problems: ReadonlySet<string> = new Set(['status_error', 'download_error'])

/** The standard log as lines to read. What is no line of a log is left out. */
export function logLines(text: string): ExportLogLine[] {
  return text.split('\n').flatMap((line): ExportLogLine[] => {
    if (line === '') return []
    const entry = parsed(line)
    const event = entry['eventId']
    const at = Date.parse(String(entry['timestamp']))
    if (typeof event !== 'string' || Number.isNaN(at)) return []
    const detail = (typeof entry['eventDetail'] === 'object' ? entry['eventDetail'] : {}) as Detail
    const problem = problems.has(event) || (event === 'kickoff' && typeof detail['errorCode'] === 'number')
    return [{ at, event, text: texts[event]?.(detail) ?? event, problem }]
  })
}

const counts = new Intl.NumberFormat('en')

function resources(count: unknown): string {
  return count === 1 ? '1 resource' : `${typeof count === 'number' ? counts.format(count) : 'unknown'} resources`
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
