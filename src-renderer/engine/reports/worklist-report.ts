import type { ExportTable } from '../tables/interchange/export-table.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import type { SqlValue } from '../tables/model/column-cells.ts'
import { statusLabels } from '../measures/results/gap-status.ts'
import { isoOfDay } from '../measures/rates/iso-day.ts'
import type { MeasurePanelParams } from '../measures/results/panels.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import { worklistPanel } from '../measures/worklist/worklist.ts'
import type { OutreachContact, WorklistRow } from '../measures/results/worklist-result.ts'
import { reportTable, type ReportColumn } from './report-table.ts'

/** One fact in a column of its own; `null` where there is none. */
interface WorklistFileColumn {
  readonly about: ReportColumn
  readonly value: (row: WorklistRow) => SqlValue
}

/** Which rows, in which order, and whether people are named. */
type WorklistFileQuery = Pick<MeasurePanelParams<'worklist'>, 'query' | 'sort' | 'groupBy' | 'revealed'>

const textOf = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)
const dayOf = (day: number | undefined): string | null => (day === undefined ? null : isoOfDay(day))

function column(about: ReportColumn, value: WorklistFileColumn['value']): WorklistFileColumn {
  return { about, value }
}

/** Who it is and how to reach them; written only when names are revealed. */
function contactColumns(): readonly WorklistFileColumn[] {
  const of =
    (read: (contact: OutreachContact) => SqlValue): WorklistFileColumn['value'] =>
    ({ contact }) =>
      contact === undefined ? null : read(contact)
  return [
    column(
      ['First name', 'Given names.'],
      of(({ given }) => textOf(given))
    ),
    column(
      ['Last name', 'Family name.'],
      of(({ family }) => textOf(family))
    ),
    column(
      ['Birth date', 'As recorded.', 'date'],
      of(({ birthDate }) => dayOf(birthDate))
    ),
    column(
      ['MRN', 'Medical record number.'],
      of(({ recordNumber }) => textOf(recordNumber))
    ),
    column(
      ['Phone', 'First phone number.'],
      of(({ phone }) => textOf(phone))
    ),
    column(
      ['Address', 'Street, city, state and ZIP code.'],
      of(({ address }) => textOf(address))
    )
  ]
}

/** Days covered, for measures of them. */
function adherenceColumns(): readonly WorklistFileColumn[] {
  const of =
    (read: (days: NonNullable<WorklistRow['adherence']>) => SqlValue): WorklistFileColumn['value'] =>
    ({ adherence }) =>
      adherence === undefined ? null : read(adherence)
  return [
    column(
      ['First fill', 'First fill of the class in the period.', 'date'],
      of(({ firstFill }) => dayOf(firstFill))
    ),
    column(
      ['Days in treatment', 'From the first fill to the last day that counts, without days in hospital.'],
      of(({ days }) => days)
    ),
    column(
      ['Days covered', 'Of the days in treatment, those with supply.'],
      of(({ covered }) => covered)
    ),
    column(
      ['Days so far', 'From the first fill to the as-of date.'],
      of(({ daysSoFar }) => daysSoFar)
    ),
    column(
      ['Days covered so far', 'Of the days so far, those with supply.'],
      of(({ coveredSoFar }) => coveredSoFar)
    ),
    column(
      ['Covered so far', 'Share of the days so far with supply.', 'percent'],
      of(({ daysSoFar, coveredSoFar }) => (daysSoFar === 0 ? null : coveredSoFar / daysSoFar))
    ),
    column(
      ['Days missing to 80%', 'Days of supply still missing.'],
      of(({ missing }) => missing)
    ),
    column(
      ['Last impactable day', 'Last day on which a fill can still bring 80%.', 'date'],
      of(({ lastImpactable }) => dayOf(lastImpactable))
    )
  ]
}

function fileColumns(revealed: boolean): readonly WorklistFileColumn[] {
  return [
    column(['Id', 'Id of the Patient resource.'], ({ id }) => id),
    ...(revealed ? contactColumns() : []),
    column(['Age', 'Completed years.'], ({ age }) => age ?? null),
    column(['Sex', 'As recorded.'], ({ sex }) => textOf(sex)),
    column(['Measure', 'Title of the measure and rate.'], ({ title }) => title),
    column(
      ['Status', 'Open, due soon, no data, closed, set aside, excluded or not applicable.'],
      ({ status }) => statusLabels[status]
    ),
    column(['Set aside because', 'The reason somebody gave.'], ({ status, why }) =>
      status === 'set-aside' ? textOf(why) : null
    ),
    column(['Why', 'What there is, and what is missing.'], ({ why }) => textOf(why)),
    column(['What closes it', 'By the measure.'], ({ closes }) => textOf(closes)),
    column(['Act by', 'Last day on which that counts.', 'date'], ({ actBy }) => dayOf(actBy)),
    column(['Next visit', 'First planned encounter or appointment.', 'date'], ({ nextVisit }) => dayOf(nextVisit)),
    column(['Last visit', 'Last encounter that took place.', 'date'], ({ lastVisit }) => dayOf(lastVisit)),
    column(['PCP', 'Provider to whom the person is assigned.'], ({ provider }) => textOf(provider)),
    column(['Practice', 'Where the person belongs.'], ({ practice }) => textOf(practice)),
    column(['Payer', 'Payer of the coverage in force.'], ({ payer }) => textOf(payer)),
    column(['Plan', 'Kind of coverage in force.'], ({ plan }) => textOf(plan)),
    column(['Owner', 'Who takes care of it.'], ({ owner }) => textOf(owner)),
    column(['Follow up on', 'Day of the next step.', 'date'], ({ followUp }) => dayOf(followUp)),
    column(['Outreach attempts', 'How often somebody tried to reach the person.'], ({ outreach }) =>
      outreach.count === 0 ? null : outreach.count
    ),
    column(['Last outreach', 'Day of the last attempt.', 'date'], ({ outreach }) => textOf(outreach.last)),
    ...adherenceColumns(),
    column(['Period start', 'First day measured.', 'date'], ({ period }) => period.start),
    column(['Period end', 'Last day measured.', 'date'], ({ period }) => period.end)
  ]
}

/**
 * The worklist for outreach: a row per person and rate, a fact per column, and only columns that some row has.
 * @param entries numbers of the rows that are wanted; all that the query finds when undefined
 */
export function worklistTable(
  view: PeopleView,
  input: MeasureInput,
  query: WorklistFileQuery,
  entries: readonly number[] | undefined
): ExportTable {
  const chosen = entries === undefined ? undefined : new Set(entries)
  const rows = worklistPanel(view, input, { ...query, offset: 0, limit: Number.MAX_SAFE_INTEGER }).rows.filter(
    ({ entry }) => chosen === undefined || chosen.has(entry)
  )
  const filled = fileColumns(query.revealed)
    .map(({ about, value }) => ({ about, values: rows.map(value) }))
    .filter(({ values }) => values.length === 0 || values.some((value) => value !== null))
  return reportTable(
    view,
    'Worklist',
    query.revealed ? 'People and what they need.' : 'People and what they need; names are hidden.',
    filled.map(({ about }) => about),
    rows.map((_, row) => filled.map(({ values }) => values[row]!))
  )
}
