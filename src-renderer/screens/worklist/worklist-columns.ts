import { commonMessages as common } from '#messages/common.ts'
import { screensWorklistMessages as m } from '#messages/screens/worklist.ts'
import { nouns } from '#messages/nouns.ts'
import type { Snippet } from 'svelte'
import {
  worklistColumnNames,
  type WorklistColumn,
  type WorklistGrouping,
  type WorklistRow
} from '#engine/measures/results/worklist-result.ts'
import type { Format } from '../../ui/format/format.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'
import { ageText } from '../people/age-text.ts'
import { gapStatusLabels } from '../measures/common/gap-labels.ts'

/** Drawn cells; without them the text stands in the cell. */
export interface WorklistCells {
  readonly status: Snippet<[WorklistRow]>
  readonly actBy: Snippet<[WorklistRow]>
  readonly followUp: Snippet<[WorklistRow]>
}

/** How much of the time since the first fill is covered, rounded down so that 80% is never there too early. */
function coveredText({ adherence }: Pick<WorklistRow, 'adherence'>): string {
  if (adherence === undefined || adherence.daysSoFar === 0) return '–'
  return `${Math.floor((adherence.coveredSoFar * 100) / adherence.daysSoFar)}%`
}

/** A column of the worklist: the panel knows the id of each that can be sorted by. */
type WorklistTableColumn = VirtualColumn<WorklistRow> &
  ({ readonly sortable: true; readonly id: WorklistColumn } | { readonly sortable?: never })

/** The column of the panel that a column of the table sorts by. @throws RangeError for one that cannot be sorted by */
export function sortColumn(id: string): WorklistColumn {
  const column = worklistColumnNames.find((name) => name === id)
  if (column === undefined) throw new RangeError(`The worklist cannot be sorted by ${id}.`)
  return column
}

/** Columns of the worklist. */
export function worklistColumns(
  format: Format,
  cells: WorklistCells | undefined,
  countsDays = false
): WorklistTableColumn[] {
  const day = (value: number | undefined): string => (value === undefined ? '–' : format.day(value))
  const days: readonly WorklistTableColumn[] = [
    {
      id: 'covered',
      label: m.coveredSoFar,
      width: 108,
      sortable: true,
      numeric: true,
      text: coveredText,
      priority: 0
    },
    {
      id: 'missing',
      label: m.daysTo80,
      width: 92,
      sortable: true,
      numeric: true,
      text: ({ adherence }) => (adherence === undefined ? '–' : format.count(adherence.missing)),
      priority: 1
    }
  ]
  return [
    {
      id: 'patient',
      label: common.person,
      width: 118,
      sortable: true,
      text: ({ name, sex, age }) => `${name} ${sex.slice(0, 1).toUpperCase()} ${ageText(age)}`
    },
    { id: 'measure', label: m.gap, width: 140, grow: 4, sortable: true, text: ({ title }) => title },
    {
      id: 'status',
      label: m.status,
      width: 126,
      sortable: true,
      text: ({ status }) => gapStatusLabels[status].label,
      priority: 0,
      ...(cells === undefined ? {} : { cell: cells.status })
    },
    ...(countsDays ? days : []),
    // Where days are counted, their columns tell most of it; elsewhere the reason is what the list is read for.
    {
      id: 'why',
      label: common.why,
      width: 172,
      preferred: 250,
      grow: 5,
      text: ({ why }) => why,
      ...(countsDays ? { priority: 2 } : {})
    },
    {
      id: 'closes',
      label: m.whatClosesIt,
      width: 172,
      preferred: 260,
      grow: 4,
      text: ({ closes }) => closes,
      priority: 9
    },
    {
      id: 'actBy',
      label: m.actBy,
      width: 106,
      sortable: true,
      numeric: true,
      text: ({ actBy }) => day(actBy),
      ...(cells === undefined ? {} : { cell: cells.actBy })
    },
    {
      id: 'nextVisit',
      label: m.nextVisit,
      width: 104,
      sortable: true,
      numeric: true,
      text: ({ nextVisit }) => day(nextVisit),
      priority: 2
    },
    { id: 'owner', label: m.owner, width: 92, sortable: true, text: ({ owner }) => owner ?? '–', priority: 1 },
    {
      id: 'followUp',
      label: m.followUpCapitalized,
      width: 104,
      sortable: true,
      numeric: true,
      text: ({ followUp }) => day(followUp),
      priority: 5,
      ...(cells === undefined ? {} : { cell: cells.followUp })
    },
    {
      id: 'outreach',
      label: m.outreach,
      width: 96,
      text: ({ outreach, notes }) =>
        [
          outreach.count === 0 ? '' : `${outreach.count} ×, ${outreach.last ?? ''}`,
          notes === 0 ? '' : format.quantity(notes, nouns.note)
        ]
          .filter((part) => part !== '')
          .join('; ') || '–',
      priority: 7
    },
    {
      id: 'provider',
      label: m.pcp,
      width: 132,
      sortable: true,
      text: ({ provider }) => provider || '–',
      priority: 3
    },
    {
      id: 'practice',
      label: common.practice,
      width: 260,
      sortable: true,
      text: ({ practice }) => practice || '–',
      priority: 6
    },
    { id: 'payer', label: common.payer, width: 130, sortable: true, text: ({ payer }) => payer || '–', priority: 8 }
  ]
}

/** Columns that are shown where there is room, from which a choice of one's own starts. */
export const defaultColumns: readonly string[] = [
  'patient',
  'measure',
  'status',
  'why',
  'actBy',
  'nextVisit',
  'owner',
  'provider'
]

/**
 * The columns that somebody chose, all of which stay however narrow the window is. What the rows are grouped by stands in
 * the headings of the groups; the person stands in each row all the same.
 * @param chosen undefined for all that fit
 */
export function chooseColumns<Column extends { readonly id: string; readonly priority?: number }>(
  columns: readonly Column[],
  chosen: readonly string[] | undefined,
  groupedBy?: WorklistGrouping
): readonly (Column & { readonly inHeading?: true })[] {
  const told = columns.map((column) =>
    column.id === groupedBy && groupedBy !== 'patient' ? { ...column, inHeading: true as const } : column
  )
  if (chosen === undefined) return told
  return told
    .filter(({ id }) => id === 'patient' || chosen.includes(id))
    .map(({ priority: _, ...column }) => column as Column)
}

/** What fits on paper: the columns that are shown first, what closes the gap, and when to look again. */
export function worklistPrintColumns(format: Format): readonly VirtualColumn<WorklistRow>[] {
  const ids = [...defaultColumns, 'closes', 'followUp']
  return worklistColumns(format, undefined).filter(({ id }) => ids.includes(id))
}
