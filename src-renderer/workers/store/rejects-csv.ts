import type { Store } from '#engine/store/model/store.ts'
import { csvField } from '#shared/delimited-field.ts'

const header = ['file', 'line', 'byte_offset', 'resource_type', 'path', 'reason', 'scope']

/** The reject list as CSV with a header line. Holds places and reasons, no data of a person. */
export function rejectsCsv(store: Store): string {
  const lines = store.report.rejects.map(({ file, line, offset, resourceType, path, reason, scope }) =>
    [store.files[file] ?? '', line, offset, resourceType ?? '', path ?? '', reason, scope].map(csvField).join(',')
  )
  return `${[header.join(','), ...lines].join('\r\n')}\r\n`
}
