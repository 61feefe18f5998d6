import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../../elm/values/fhir-element.ts'
import { exportFormats, writeFile } from '../../interchange/write-file.ts'
import { xlsxBytes } from '../../interchange/xlsx-bytes.ts'
import type { Context } from '../../selection/filter.ts'
import type { View } from '../../panels/view.ts'
import { personFacts } from '../../panels/person-facts.ts'
import { gapsOf } from '../gap-state.ts'
import { isoOfDay } from '../iso-day.ts'
import type { WorklistQuery } from '../worklist-result.ts'
import type { QualityInput, QualityMeasure } from '../quality-input.ts'
import { ratesOf, type Rate } from '../rate.ts'
import { gapStatuses } from '../gap-status.ts'
import { qualityView } from '../run-quality-panel.ts'
import { starTable } from '../stars-panel.ts'
import { findRows } from '../worklist-query.ts'
import { gapsBundle } from './gaps-bundle.ts'
import { individualReport, summaryReport, type ReportAuthor } from './measure-report.ts'
import { packPages, packTables } from './pack-report.ts'
import { printPage } from './print-page.ts'
import { markIncomplete } from './report-table.ts'
import { scorecardTable } from './scorecard-report.ts'
import { validateReport } from './validate-report.ts'
import { worklistTable } from './worklist-report.ts'

/** What can be written, with the end of the file's name and its media type. */
export const qualityFiles = {
  'measure-report-summary': ['json', 'application/fhir+json'],
  'measure-report-individual': ['ndjson', 'application/fhir+ndjson'],
  'gaps-bundles': ['ndjson', 'application/fhir+ndjson'],
  'pack-xlsx': ['xlsx', exportFormats.xlsx],
  'pack-html': ['html', 'text/html;charset=utf-8'],
  'pack-pages': ['json', 'application/json'],
  'scorecard-csv': ['csv', exportFormats.csv],
  'worklist-csv': ['csv', exportFormats.csv],
  'worklist-xlsx': ['xlsx', exportFormats.xlsx]
} as const
export type QualityFile = keyof typeof qualityFiles

export interface QualityFileParams {
  /** Keys of rates; all when absent. */
  readonly rates?: readonly string[]
  /** Rows of the worklist by number: those alone. */
  readonly entries?: readonly number[]
  readonly query?: WorklistQuery
  /** Id of the Stars table, for packs. */
  readonly table?: string
  /** Names may be shown. */
  readonly revealed: boolean
  /** Groups of 1 to this many people are kept back in packs and scorecards. */
  readonly smallCellLimit: number
  readonly author: ReportAuthor
}

const everything: WorklistQuery = {
  rates: [],
  statuses: [],
  owners: [],
  search: '',
  nextVisit: 'any',
  actBy: undefined
}

/** Rates that a report is about: those of some keys, or all. */
function chosenRates(input: QualityInput, keys: readonly string[] | undefined): readonly Rate[] {
  return ratesOf(input).filter(({ key }) => keys === undefined || keys.length === 0 || keys.includes(key))
}

/** Rates of the file by measure, in the order of the measures. */
function byMeasure(
  input: QualityInput,
  keys: readonly string[] | undefined
): readonly { readonly measure: QualityMeasure; readonly rates: readonly Rate[] }[] {
  const rates = new Set(chosenRates(input, keys).map(({ measure }) => measure))
  // A report is of a whole measure: all its groups.
  return input.measures
    .filter((measure) => rates.has(measure))
    .map((measure) => ({ measure, rates: ratesOf(input).filter((rate) => rate.measure === measure) }))
}

/** Nothing leaves that our own check finds fault with. */
function checked(resource: FhirObject): FhirObject {
  const [first] = validateReport(resource)
  if (first !== undefined)
    throw new AppError('internal', `The report was not written, because it is not valid: ${first}`)
  return resource
}

function lines(resources: Iterable<FhirObject>): readonly string[] {
  const out: string[] = []
  for (const resource of resources) out.push(`${JSON.stringify(checked(resource))}\n`)
  return out
}

interface Person {
  readonly ordinal: number
  readonly id: string
  readonly gender: string | undefined
  readonly birthDate: string | undefined
}

/** People of the chosen rows of the worklist, each once. */
function peopleOf(view: View, input: QualityInput, { entries, query, rates }: QualityFileParams): readonly Person[] {
  const { patients } = view.store
  const params = { sort: { column: 'actBy', descending: false }, revealed: false } as const
  const chosen =
    entries ??
    findRows(view, input, { ...params, query: { ...(query ?? everything), ...(rates ? { rates } : {}) } }).entries
  const ordinals = [...new Set(Array.from(chosen, (entry) => entry % patients))].sort((a, b) => a - b)
  const facts = personFacts(view.population)
  return ordinals.map((ordinal) => {
    const born = facts.birthDay(ordinal)
    const gender = facts.text('gender', ordinal)
    return {
      ordinal,
      id: facts.id(ordinal),
      gender: gender === '' ? undefined : gender,
      birthDate: born === undefined ? undefined : isoOfDay(born)
    }
  })
}

function* individualReports(view: View, input: QualityInput, params: QualityFileParams): Generator<FhirObject> {
  const measures = byMeasure(input, params.rates)
  for (const person of peopleOf(view, input, params)) {
    for (const { measure, rates } of measures) {
      const statuses = rates.map((rate) => gapStatuses[gapsOf(input, rate, view.asOf).status[person.ordinal]!]!)
      const applies = statuses.some((status) => status !== 'not-applicable')
      // Measures without gaps, such as cohorts, are reported for all of whom there are rows.
      if (!applies && rates.some(({ hasGaps }) => hasGaps)) continue
      yield individualReport(measure, rates, person, applies, params.author)
    }
  }
}

function* gapsBundles(view: View, input: QualityInput, params: QualityFileParams): Generator<FhirObject> {
  const measures = byMeasure(input, params.rates)
    .map(({ measure, rates }) => ({ measure, rates: rates.filter(({ hasGaps }) => hasGaps) }))
    .filter(({ rates }) => rates.length > 0)
  for (const person of peopleOf(view, input, params)) {
    const reported = measures.map(({ measure, rates }) => ({
      measure,
      gaps: rates.map((rate) => ({
        rate,
        status: gapStatuses[gapsOf(input, rate, view.asOf).status[person.ordinal]!]!
      }))
    }))
    yield gapsBundle(person, reported, view.asOf, params.author)
  }
}

function summaries(view: View, input: QualityInput, params: QualityFileParams): FhirObject {
  const people = view.population.select(view.asOf, view.filters)
  const reports = byMeasure(input, params.rates).map(({ measure, rates }) =>
    checked(summaryReport(measure, rates, people, params.author))
  )
  if (reports.length === 1) return reports[0]!
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: params.author.date,
    entry: reports.map((resource) => ({ resource }))
  }
}

/**
 * Writes a file of the people in view. Reports in FHIR are checked before they are given; packs have a page with the
 * definitions and where the figures come from.
 * @throws AppError `not-found` for an unknown Stars table, `internal` when a report is not valid
 */
export async function qualityFile(
  input: QualityInput,
  context: Context,
  what: QualityFile,
  params: QualityFileParams
): Promise<Blob> {
  const view = qualityView(input, context)
  const { last } = view.span
  const author = { ...params.author, ...(last === undefined ? {} : { dataThrough: isoOfDay(last) }) }
  const parts = await partsOf(view, input, what, { ...params, author })
  return new Blob(parts, { type: qualityFiles[what][1] })
}

async function partsOf(
  view: View,
  input: QualityInput,
  what: QualityFile,
  params: QualityFileParams
): Promise<(string | Uint8Array<ArrayBuffer>)[]> {
  const rates = chosenRates(input, params.rates)
  const stars = params.table === undefined ? undefined : starTable(input, params.table)
  const { incomplete } = params.author
  const pack = { view, input, rates, stars, smallCellLimit: params.smallCellLimit, author: params.author }
  switch (what) {
    case 'measure-report-summary':
      return [JSON.stringify(summaries(view, input, params), undefined, 2)]
    case 'measure-report-individual':
      return [...lines(individualReports(view, input, params))]
    case 'gaps-bundles':
      return [...lines(gapsBundles(view, input, params))]
    case 'scorecard-csv':
      return writeFile(
        markIncomplete(scorecardTable(view, input, rates, stars, params.smallCellLimit), incomplete),
        'csv'
      )
    case 'worklist-csv':
    case 'worklist-xlsx': {
      const query = params.query ?? { ...everything, rates: params.rates ?? [] }
      const rows = worklistTable(view, input, query, params.revealed, params.entries)
      return writeFile(markIncomplete(rows, incomplete), what === 'worklist-csv' ? 'csv' : 'xlsx')
    }
    case 'pack-xlsx':
      return [await xlsxBytes(...packTables(pack).map((table) => markIncomplete(table, incomplete)))]
    case 'pack-html':
      return [printPage(packPages(pack))]
    case 'pack-pages':
      return [JSON.stringify(packPages(pack))]
  }
}
