import { commonMessages as common } from '#messages/common.ts'
import { nouns } from '#messages/nouns.ts'
import type { WorklistPanel } from '#engine/measures/results/worklist-result.ts'
import type { Format } from '../../ui/format/format.ts'
import type { RowGroup } from '../../ui/table/group-layout.ts'

/** The groups of a list as its headings. Groups beyond those that are named share one heading, which says how many they are. */
export function headedGroups(
  { groups, groupCount, total }: Pick<WorklistPanel, 'groups' | 'groupCount' | 'total'>,
  format: Pick<Format, 'quantity'>
): readonly RowGroup[] {
  const last = groups.at(-1)
  const end = last === undefined ? 0 : last.first + last.rows
  const named = groups.map(({ label, rows, first }) => ({ label: label || common.notRecorded, rows, first }))
  if (end >= total || last === undefined) return named
  const more = format.quantity(groupCount - groups.length, nouns.smallerGroup)
  return [...named, { label: more, rows: total - end, first: end }]
}
