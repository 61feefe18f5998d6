import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../cql/elm/values/fhir-element.ts'
import { peopleFacts } from '../population/panels/person/people-facts.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import type { Context } from '../base/figures/filter.ts'
import { gapsOf } from '../measures/gaps/gap-state.ts'
import { gapStatuses } from '../measures/results/gap-status.ts'
import { isoOfDay } from '../measures/rates/iso-day.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import { measuredView } from '../measures/scorecard/run-measure-panel.ts'
import { findRows } from '../measures/worklist/find-rows.ts'
import { gapsBundle } from './gaps-bundle.ts'
import { individualReport, type ReportAuthor } from './measure-report.ts'
import { chosenMeasures, everyRow, type ReportScope } from './report-scope.ts'
import { validateReport } from './validate-report.ts'

/** Files with one or more FHIR resources for each person. */
export type PersonFile = 'measure-report-individual' | 'gaps-bundles'

/** Media type of files of {@link PersonFile}. */
export const personFileType = 'application/fhir+ndjson'

/** What is written, and who reports it. */
export interface PersonReportParams extends ReportScope {
  readonly author: ReportAuthor
}

/** A file about single people that is written step by step. */
export interface PersonReports {
  /** How many people it covers. */
  readonly people: number
  /** NDJSON lines of one person after another; '' for a person to whom no measure applies. */
  readonly lines: Iterable<string>
}

interface Person {
  readonly ordinal: number
  readonly id: string
  readonly gender: string | undefined
  readonly birthDate: string | undefined
}

type Measures = ReturnType<typeof chosenMeasures>

/** Patient ordinals of the chosen worklist rows, each once. */
function ordinalsOf(view: PeopleView, input: MeasureInput, { entries, query, rates }: ReportScope): readonly number[] {
  const { count: patients } = view.population
  const params = { sort: { column: 'actBy', descending: false }, revealed: false } as const
  const chosen =
    entries ??
    findRows(view, input, { ...params, query: { ...(query ?? everyRow), ...(rates ? { rates } : {}) } }).entries
  return [...new Set(Array.from(chosen, (entry) => entry % patients))].sort((a, b) => a - b)
}

function personAt(view: PeopleView, ordinal: number): Person {
  const facts = peopleFacts(view.population)
  // As it is recorded: nobody is said to be born on a day that is not.
  const born = facts.text('birth_date', ordinal)
  const gender = facts.text('gender', ordinal)
  return {
    ordinal,
    id: facts.id(ordinal),
    gender: gender === '' ? undefined : gender,
    birthDate: born === '' ? undefined : born
  }
}

function individualReports(
  view: PeopleView,
  input: MeasureInput,
  measures: Measures,
  person: Person,
  author: ReportAuthor
): readonly FhirObject[] {
  return measures.flatMap(({ measure, rates }) => {
    const statuses = rates.map((rate) => gapStatuses[gapsOf(input, rate, view.asOf).status[person.ordinal]!]!)
    const applies = statuses.some((status) => status !== 'not-applicable')
    // Measures without gaps, such as cohorts, are reported for everybody with a row.
    if (!applies && rates.some(({ hasGaps }) => hasGaps)) return []
    return [individualReport(measure, rates, person, applies, author)]
  })
}

function gapsBundles(
  view: PeopleView,
  input: MeasureInput,
  measures: Measures,
  person: Person,
  author: ReportAuthor
): readonly FhirObject[] {
  const reported = measures.flatMap(({ measure, rates }) => {
    const gaps = rates.map((rate) => ({
      rate,
      status: gapStatuses[gapsOf(input, rate, view.asOf).status[person.ordinal]!]!
    }))
    // A measure whose population the person is not in says nothing about them.
    return gaps.every(({ status }) => status === 'not-applicable') ? [] : [{ measure, gaps }]
  })
  return reported.length === 0 ? [] : [gapsBundle(person, reported, view.asOf, author)]
}

/** Returns the report when it passes our own check. @throws AppError `internal` */
export function checkedReport(resource: FhirObject): FhirObject {
  const [first] = validateReport(resource)
  if (first !== undefined) throw new AppError('internal', m.theReportWasNotWrittenBecause(first))
  return resource
}

/**
 * Reports about single people, made only as they are read, so that memory never holds more than one person's.
 * @throws AppError `internal` while reading, when a report is not valid
 */
export function personReports(
  input: MeasureInput,
  context: Context,
  what: PersonFile,
  params: PersonReportParams
): PersonReports {
  const view = measuredView(input, context)
  const { last } = view.span
  const author = { ...params.author, ...(last === undefined ? {} : { dataThrough: isoOfDay(last) }) }
  const chosen = chosenMeasures(input, params.rates)
  const measures =
    what === 'gaps-bundles'
      ? chosen
          .map(({ measure, rates }) => ({ measure, rates: rates.filter(({ hasGaps }) => hasGaps) }))
          .filter(({ rates }) => rates.length > 0)
      : chosen
  const reportsOf = what === 'gaps-bundles' ? gapsBundles : individualReports
  const ordinals = ordinalsOf(view, input, params)
  function* lines(): Generator<string> {
    for (const ordinal of ordinals) {
      const reports = reportsOf(view, input, measures, personAt(view, ordinal), author)
      yield reports.map((resource) => `${JSON.stringify(checkedReport(resource))}\n`).join('')
    }
  }
  return { people: ordinals.length, lines: lines() }
}
