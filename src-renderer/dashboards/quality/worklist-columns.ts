import type { Snippet } from 'svelte'
import type { WorklistRow } from '#engine/quality/worklist-result.ts'
import { toIsoDay } from '../../ui/format/day.ts'
import type { Format } from '../../ui/format/use-format.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'
import { ageText } from '../patients/age-text.ts'
import { gapStatuses } from './gap-words.ts'

/** Drawn cells; without them the text stands in the cell. */
export interface WorklistCells {
  readonly status: Snippet<[WorklistRow]>
  readonly actBy: Snippet<[WorklistRow]>
}

/** How much of the time since the first fill is covered, rounded down so that 80% is never there too early. */
function coveredText({ adherence }: Pick<WorklistRow, 'adherence'>): string {
  if (adherence === undefined || adherence.daysSoFar === 0) return '–'
  return `${Math.floor((adherence.coveredSoFar * 100) / adherence.daysSoFar)}%`
}

/** Columns of the worklist. Ids of those that can be sorted are the panel's. */
export function worklistColumns(
  format: Format,
  cells: WorklistCells | undefined,
  countsDays = false
): VirtualColumn<WorklistRow>[] {
  const day = (value: number | undefined): string => (value === undefined ? '–' : format.day(value))
  const days: readonly VirtualColumn<WorklistRow>[] = [
    {
      id: 'covered',
      label: 'Covered so far',
      width: 108,
      sortable: true,
      numeric: true,
      text: coveredText,
      priority: 0
    },
    {
      id: 'missing',
      label: 'Days to 80%',
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
      label: 'Person',
      width: 118,
      sortable: true,
      text: ({ name, sex, age }) => `${name} ${sex.slice(0, 1).toUpperCase()} ${ageText(age)}`
    },
    { id: 'measure', label: 'Gap', width: 140, grow: true, sortable: true, text: ({ title }) => title },
    {
      id: 'status',
      label: 'Status',
      width: 126,
      sortable: true,
      text: ({ status }) => gapStatuses[status].label,
      priority: 0,
      ...(cells === undefined ? {} : { cell: cells.status })
    },
    ...(countsDays ? days : []),
    // Where days are counted, their columns tell most of it; elsewhere the reason is what the list is read for.
    {
      id: 'why',
      label: 'Why',
      width: 172,
      grow: 3,
      text: ({ why }) => why,
      ...(countsDays ? { priority: 2 } : {})
    },
    { id: 'closes', label: 'What closes it', width: 260, grow: true, text: ({ closes }) => closes, priority: 9 },
    {
      id: 'actBy',
      label: 'Act by',
      width: 106,
      sortable: true,
      numeric: true,
      text: ({ actBy }) => day(actBy),
      ...(cells === undefined ? {} : { cell: cells.actBy })
    },
    {
      id: 'nextVisit',
      label: 'Next visit',
      width: 104,
      sortable: true,
      numeric: true,
      text: ({ nextVisit }) => day(nextVisit),
      priority: 2
    },
    { id: 'owner', label: 'Owner', width: 92, sortable: true, text: ({ owner }) => owner ?? '–', priority: 1 },
    {
      id: 'outreach',
      label: 'Outreach',
      width: 96,
      text: ({ outreach, notes }) =>
        [
          outreach.count === 0 ? '' : `${outreach.count} ×, ${outreach.last ?? ''}`,
          notes === 0 ? '' : format.quantity(notes, 'note', 'notes')
        ]
          .filter((part) => part !== '')
          .join('; ') || '–',
      priority: 7
    },
    {
      id: 'provider',
      label: 'PCP',
      width: 132,
      sortable: true,
      text: ({ provider }) => provider || '–',
      priority: 3
    },
    {
      id: 'practice',
      label: 'Practice',
      width: 260,
      sortable: true,
      text: ({ practice }) => practice || '–',
      priority: 6
    },
    { id: 'payer', label: 'Payer', width: 130, sortable: true, text: ({ payer }) => payer || '–', priority: 8 }
  ]
}

/** Columns that are shown where there is room, from which a choice of one's own starts. */
export const usualColumns: readonly string[] = [
  'patient',
  'measure',
  'status',
  'why',
  'actBy',
  'nextVisit',
  'owner',
  'provider'
]

/** The columns that somebody chose, all of which stay however narrow the window is. @param chosen undefined for all that fit */
export function chooseColumns<Column extends { readonly id: string; readonly priority?: number }>(
  columns: readonly Column[],
  chosen: readonly string[] | undefined
): readonly Column[] {
  if (chosen === undefined) return columns
  return columns
    .filter(({ id }) => id === 'patient' || chosen.includes(id))
    .map(({ priority: _, ...column }) => column as Column)
}

/** A column of a file: one fact, without marks; '' where there is none, dates as `YYYY-MM-DD`. */
interface FileColumn {
  readonly label: string
  readonly text: (row: WorklistRow) => string
}

const isoDay = (day: number | undefined): string => (day === undefined ? '' : toIsoDay(day))

/** Days covered, each number in a column of its own. */
function adherenceFileColumns(): readonly FileColumn[] {
  const column = (label: string, text: (days: NonNullable<WorklistRow['adherence']>) => string): FileColumn => ({
    label,
    text: ({ adherence }) => (adherence === undefined ? '' : text(adherence))
  })
  return [
    column('First fill', ({ firstFill }) => isoDay(firstFill)),
    column('Days in treatment', ({ days }) => String(days)),
    column('Days covered', ({ covered }) => String(covered)),
    column('Days so far', ({ daysSoFar }) => String(daysSoFar)),
    column('Days covered so far', ({ coveredSoFar }) => String(coveredSoFar)),
    column('Days missing to 80%', ({ missing }) => String(missing)),
    column('Last impactable day', ({ lastImpactable }) => isoDay(lastImpactable))
  ]
}

/** Who it is and how to reach them, when names are shown. */
function contactFileColumns(): readonly FileColumn[] {
  const column = (label: string, text: (contact: NonNullable<WorklistRow['contact']>) => string): FileColumn => ({
    label,
    text: ({ contact }) => (contact === undefined ? '' : text(contact))
  })
  return [
    column('First name', ({ given }) => given),
    column('Last name', ({ family }) => family),
    column('Birth date', ({ birthDate }) => isoDay(birthDate)),
    column('MRN', ({ recordNumber }) => recordNumber),
    column('Phone', ({ phone }) => phone),
    column('Address', ({ address }) => address)
  ]
}

/** The columns of a file for outreach: one fact each, and only those that some row has. */
export function worklistFileColumns(rows: readonly WorklistRow[], revealed: boolean): readonly FileColumn[] {
  const all: readonly FileColumn[] = [
    { label: 'Id', text: ({ id }) => id },
    ...(revealed ? contactFileColumns() : []),
    { label: 'Age', text: ({ age }) => (age === undefined ? '' : String(age)) },
    { label: 'Sex', text: ({ sex }) => sex },
    { label: 'Measure', text: ({ title }) => title },
    { label: 'Status', text: ({ status }) => gapStatuses[status].label },
    { label: 'Set aside because', text: ({ status, why }) => (status === 'set-aside' ? why : '') },
    { label: 'Why', text: ({ why }) => why },
    { label: 'What closes it', text: ({ closes }) => closes },
    { label: 'Act by', text: ({ actBy }) => isoDay(actBy) },
    { label: 'Next visit', text: ({ nextVisit }) => isoDay(nextVisit) },
    { label: 'Last visit', text: ({ lastVisit }) => isoDay(lastVisit) },
    { label: 'PCP', text: ({ provider }) => provider },
    { label: 'Practice', text: ({ practice }) => practice },
    { label: 'Payer', text: ({ payer }) => payer },
    { label: 'Plan', text: ({ plan }) => plan },
    { label: 'Owner', text: ({ owner }) => owner ?? '' },
    { label: 'Outreach attempts', text: ({ outreach }) => (outreach.count === 0 ? '' : String(outreach.count)) },
    { label: 'Last outreach', text: ({ outreach }) => outreach.last ?? '' },
    ...adherenceFileColumns(),
    { label: 'Period start', text: ({ period }) => period.start },
    { label: 'Period end', text: ({ period }) => period.end }
  ]
  return all.filter(({ text }) => rows.some((row) => text(row) !== ''))
}

/** What fits on paper: who, what, by when, and who sees the person next. */
export function worklistPaperColumns(format: Format): readonly VirtualColumn<WorklistRow>[] {
  const ids = ['patient', 'measure', 'status', 'why', 'closes', 'actBy', 'nextVisit', 'provider', 'owner']
  return worklistColumns(format, undefined).filter(({ id }) => ids.includes(id))
}
