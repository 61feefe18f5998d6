import { commonMessages as common } from '#messages/common.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
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
      [m.firstName, m.givenNames],
      of(({ given }) => textOf(given))
    ),
    column(
      [m.lastName, m.familyName],
      of(({ family }) => textOf(family))
    ),
    column(
      [m.birthDate, m.asRecorded, 'date'],
      of(({ birthDate }) => textOf(birthDate))
    ),
    column(
      ['MRN', m.medicalRecordNumber],
      of(({ recordNumber }) => textOf(recordNumber))
    ),
    column(
      [m.phone, m.firstPhoneNumber],
      of(({ phone }) => textOf(phone))
    ),
    column(
      [m.address, m.streetCityStateAndZIPCode],
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
      [m.firstFill, m.firstFillOfTheClassIn, 'date'],
      of(({ firstFill }) => dayOf(firstFill))
    ),
    column(
      [m.daysInTreatment, m.fromTheFirstFillToThe],
      of(({ days }) => days)
    ),
    column(
      [m.daysCovered, m.ofTheDaysInTreatmentThose],
      of(({ covered }) => covered)
    ),
    column(
      [m.daysSoFar, m.fromTheFirstFillToTheAs],
      of(({ daysSoFar }) => daysSoFar)
    ),
    column(
      [m.daysCoveredSoFar, m.ofTheDaysSoFarThose],
      of(({ coveredSoFar }) => coveredSoFar)
    ),
    column(
      [m.coveredSoFar, m.shareOfTheDaysSoFar, 'percent'],
      of(({ daysSoFar, coveredSoFar }) => (daysSoFar === 0 ? null : coveredSoFar / daysSoFar))
    ),
    column(
      [m.daysMissingTo80, m.daysOfSupplyStillMissing],
      of(({ missing }) => missing)
    ),
    column(
      [m.lastImpactableDay, m.lastDayOnWhichAFill, 'date'],
      of(({ lastImpactable }) => dayOf(lastImpactable))
    )
  ]
}

function fileColumns(revealed: boolean): readonly WorklistFileColumn[] {
  return [
    column([m.id, m.idOfThePatientResource], ({ id }) => id),
    ...(revealed ? contactColumns() : []),
    column([common.age, m.completedYears], ({ age }) => age ?? null),
    column([common.sex, m.asRecorded], ({ sex }) => textOf(sex)),
    column([common.measure, m.titleOfTheMeasureAndRate], ({ title }) => title),
    column([m.status, m.openDueSoonNoDataClosed], ({ status }) => statusLabels[status]),
    column([m.setAsideBecause, m.theReasonSomebodyGave], ({ status, why }) =>
      status === 'set-aside' ? textOf(why) : null
    ),
    column([common.why, m.whatThereIsAndWhatIs], ({ why }) => textOf(why)),
    column([m.whatClosesIt, m.byTheMeasure], ({ closes }) => textOf(closes)),
    column([m.actBy, m.lastDayOnWhichThatCounts, 'date'], ({ actBy }) => dayOf(actBy)),
    column([m.nextVisit, m.firstPlannedEncounterOrAppointment, 'date'], ({ nextVisit }) => dayOf(nextVisit)),
    column([m.lastVisit, m.lastEncounterThatTookPlace, 'date'], ({ lastVisit }) => dayOf(lastVisit)),
    column(['PCP', m.providerToWhomThePersonIs], ({ provider }) => textOf(provider)),
    column([common.practice, m.whereThePersonBelongs], ({ practice }) => textOf(practice)),
    column([common.payer, m.payerOfTheCoverageInForce], ({ payer }) => textOf(payer)),
    column([common.plan, m.kindOfCoverageInForce], ({ plan }) => textOf(plan)),
    column([m.owner, m.whoTakesCareOfIt], ({ owner }) => textOf(owner)),
    column([m.followUpOn, m.dayOfTheNextStep, 'date'], ({ followUp }) => dayOf(followUp)),
    column([m.outreachAttempts, m.howOftenSomebodyTriedToReach], ({ outreach }) =>
      outreach.count === 0 ? null : outreach.count
    ),
    column([m.lastOutreach, m.dayOfTheLastAttempt, 'date'], ({ outreach }) => textOf(outreach.last)),
    ...adherenceColumns(),
    column([m.periodStart, m.firstDayMeasured, 'date'], ({ period }) => period.start),
    column([m.periodEnd, m.lastDayMeasured, 'date'], ({ period }) => period.end)
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
    m.worklist,
    query.revealed ? m.peopleAndWhatTheyNeed : m.peopleAndWhatTheyNeedNames,
    filled.map(({ about }) => about),
    rows.map((_, row) => filled.map(({ values }) => values[row]!))
  )
}
