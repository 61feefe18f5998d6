import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import { csvField } from '#shared/delimited-field.ts'
import type { ComparedPack } from './compare-pack.ts'
import type { PackDocument } from './pack-document.ts'

/** A comparison as CSV (RFC 4180), with a last line that says where it comes from. */
export function comparisonCsv({ series, asOf, engine }: PackDocument, { aggregates }: ComparedPack): string {
  const header = ['question', 'group', 'theirs', 'ours', 'their_share', 'our_share', 'difference', 'low', 'high']
  const lines = aggregates.map(({ title, group, theirs, ours, theirShare, ourShare, difference }) =>
    [title, group, theirs, ours, theirShare, ourShare, difference?.value, difference?.low, difference?.high].map(
      (value) => csvField(value ?? '')
    )
  )
  const source = csvField(m.packOfTheSeriesPopulus(series, asOf, engine))
  return [...[header, ...lines].map((line) => line.join(',')), source].join('\r\n') + '\r\n'
}
