import type { Store } from '#engine/store/store.ts'

const header = ['file', 'line', 'byte_offset', 'resource_type', 'path', 'reason', 'scope']

/** One field; quoted where RFC 4180 asks for it, and never the start of a spreadsheet formula. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The reject list as CSV with a header line. Holds places and reasons, no data of a person. */
export function rejectsCsv(store: Store): string {
  const lines = store.report.rejects.map(({ file, line, offset, resourceType, path, reason, scope }) =>
    [store.files[file] ?? '', line, offset, resourceType ?? '', path ?? '', reason, scope].map(field).join(',')
  )
  return `${[header.join(','), ...lines].join('\r\n')}\r\n`
}
