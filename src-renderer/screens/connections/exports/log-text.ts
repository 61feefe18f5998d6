import type { ExportLogLine } from '#shared/export-run.ts'
import type { Format } from '../../../ui/format/format.ts'

/** An instant as FHIR writes it. */
const instant = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g

/**
 * A line of the log as the window shows it: moments of its own sentences in the format of the window. Sentences that quote the
 * server, or its messages, stay as it wrote them.
 */
export function logText(
  { event, text }: Pick<ExportLogLine, 'event' | 'text'>,
  { moment }: Pick<Format, 'moment'>
): string {
  if (event !== 'status_complete') return text
  return text.replaceAll(instant, (written) => {
    const time = Date.parse(written)
    return Number.isNaN(time) ? written : moment(time)
  })
}
