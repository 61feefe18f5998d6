import { viewOfRun } from '../measures/rates/run-view.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '../base/figures/figure.ts'
import { FigureHider, FigureRecorder, type FigureRelease } from '../sharing/published/figure-release.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import { scorecardRow } from '../measures/scorecard/scorecard.ts'
import type { ScorecardRow } from '../measures/results/scorecard-result.ts'
import { collectionBundle } from '../cql/elm/fhir/collection-bundle.ts'
import type { FhirObject } from '../cql/elm/values/fhir-element.ts'
import { exportFormats, writeFile } from '../tables/interchange/write-file.ts'
import { xlsxBytes } from '../tables/interchange/xlsx-bytes.ts'
import type { Context } from '../base/figures/filter.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import { isoOfDay } from '../measures/rates/iso-day.ts'
import type { MeasurePanelParams } from '../measures/results/panels.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import { observationCounts } from '../measures/rates/rate-tally.ts'
import { measuredView } from '../measures/scorecard/run-measure-panel.ts'
import { supplementalCounts } from '../measures/attribution/supplemental-data.ts'
import { starTable } from '../measures/stars/table-choice.ts'
import { maskCounts } from './mask-counts.ts'
import { summaryReport, type ReportAuthor } from './measure-report.ts'
import { packPages, packTables } from './pack-report.ts'
import { checkedReport } from './person-reports.ts'
import { printPage } from './print-page.ts'
import { chosenMeasures, chosenRates, everyRow, type ReportScope } from './report-scope.ts'
import { withSupplementalData } from './supplemental-json.ts'
import { markIncomplete } from './report-table.ts'
import { scorecardReportTable } from './scorecard-report.ts'
import { worklistTable } from './worklist-report.ts'

/** What can be written, with the end of the file's name and its media type. */
export const measureFiles = {
  'measure-report-summary': ['json', 'application/fhir+json'],
  'pack-xlsx': ['xlsx', exportFormats.xlsx],
  'pack-html': ['html', 'text/html;charset=utf-8'],
  'pack-pages': ['json', 'application/json'],
  'scorecard-csv': ['csv', exportFormats.csv],
  'worklist-csv': ['csv', exportFormats.csv],
  'worklist-xlsx': ['xlsx', exportFormats.xlsx]
} as const
export type ReportFile = keyof typeof measureFiles

/** What a file of results is about. */
export interface ReportFileParams extends ReportScope {
  /** Id of the Stars table, for packs. */
  readonly table?: string
  /** Order of a worklist; by the day to act by without it. */
  readonly sort?: MeasurePanelParams<'worklist'>['sort']
  readonly groupBy?: NonNullable<MeasurePanelParams<'worklist'>['groupBy']>
  /** Names may be shown. */
  readonly revealed: boolean
  /** Groups of 1 to this many people are kept back in packs and scorecards. */
  readonly smallCellLimit: number
  /** Packs list groups of as few people as are suppressed by default, too, as far as the limit lets them be shown. */
  readonly withSmallGroups?: boolean
  readonly author: ReportAuthor
  /** What the register of published counts says of {@link measureFileCounts}. */
  readonly register?: { readonly data: string; readonly withheld: readonly string[] }
}

function summaries(
  view: PeopleView,
  input: MeasureInput,
  params: ReportFileParams,
  release: FigureRelease | undefined
): FhirObject {
  const reports = chosenMeasures(input, params.rates).map(({ measure, rates }) => {
    const rated = viewOfRun(view, measure.run)
    const people = rated.population.select(rated.asOf, rated.filters)
    return checkedReport(
      withSupplementalData(
        maskCounts(
          summaryReport(measure, rates, people, params.author),
          params.smallCellLimit,
          rates.map((rate) => ({
            // Supplemental data count the people of the first rate, whose initial population others mostly share.
            isInitialKnown: rate.definition.basis === 'boolean',
            told: toldPopulations(scorecardRow(view, input, rate, undefined), release),
            observed: observationCounts(rate.group, people)
          }))
        ),
        rates[0] === undefined ? [] : supplementalCounts(rated, rates[0]),
        params.smallCellLimit
      )
    )
  })
  if (reports.length === 1) return reports[0]!
  return collectionBundle(reports, { timestamp: params.author.date })
}

/** Codes of the populations of a rate that must not leave, for what left before. */
function toldPopulations(row: ScorecardRow, release: FigureRelease | undefined): ReadonlySet<string> {
  const figures: readonly (readonly [string, readonly Figure[]])[] = [
    ['numerator', [row.numerator, row.rate]],
    ['denominator', [row.denominator, row.eligible]],
    ['denominator-exclusion', [row.exclusions]],
    ['denominator-exception', [row.exceptions]]
  ]
  // Every figure is asked about.
  return new Set(
    figures.flatMap(([code, list]) =>
      list.filter((figure) => release?.hides(figure) === true).length > 0 ? [code] : []
    )
  )
}

/**
 * The counts of a file, for the register of published counts: those of its scorecard and groups. Files about single people have
 * none.
 * @param data names the data by what is in them
 */
export async function measureFileCounts(
  input: MeasureInput,
  context: Context,
  what: ReportFile,
  params: ReportFileParams,
  data: string
): Promise<readonly PublishedCount[]> {
  const recorder = new FigureRecorder(() => data)
  await partsOf(measuredView(input, context), input, what, params, recorder)
  return recorder.counts
}

/**
 * Writes a file of the people in view. Reports in FHIR are checked before they are given; packs have a page with the
 * definitions and where the figures come from.
 * @throws AppError `not-found` for an unknown Stars table, `internal` when a report is not valid
 */
export async function measureFile(
  input: MeasureInput,
  context: Context,
  what: ReportFile,
  params: ReportFileParams
): Promise<Blob> {
  const view = measuredView(input, context)
  const { last } = view.span
  const author = { ...params.author, ...(last === undefined ? {} : { dataThrough: isoOfDay(last) }) }
  const { register } = params
  const release = register && new FigureHider(register.withheld, () => register.data)
  const parts = await partsOf(view, input, what, { ...params, author }, release)
  return new Blob(parts, { type: measureFiles[what][1] })
}

async function partsOf(
  view: PeopleView,
  input: MeasureInput,
  what: ReportFile,
  params: ReportFileParams,
  release: FigureRelease | undefined
): Promise<(string | Uint8Array<ArrayBuffer>)[]> {
  const rates = chosenRates(input, params.rates)
  const stars = params.table === undefined ? undefined : starTable(input, params.table)
  const { incomplete } = params.author
  const { smallCellLimit, withSmallGroups = false, author } = params
  const pack = { view, input, rates, stars, smallCellLimit, withSmallGroups, author, release }
  switch (what) {
    case 'measure-report-summary':
      return [JSON.stringify(summaries(view, input, params, release), undefined, 2)]
    case 'scorecard-csv':
      return writeFile(
        markIncomplete(
          scorecardReportTable(view, input, rates, stars, params.smallCellLimit, author, release),
          incomplete
        ),
        'csv'
      )
    case 'worklist-csv':
    case 'worklist-xlsx': {
      const query = params.query ?? { ...everyRow, rates: params.rates ?? [] }
      const { revealed, groupBy, sort = { column: 'actBy', descending: false } } = params
      const order = { query, sort, revealed, ...(groupBy === undefined ? {} : { groupBy }) }
      const rows = worklistTable(view, input, order, params.entries)
      return writeFile(markIncomplete(rows, incomplete), what === 'worklist-csv' ? 'csv' : 'xlsx')
    }
    case 'pack-xlsx':
      return [
        await xlsxBytes(common.qualityMeasures, ...packTables(pack).map((table) => markIncomplete(table, incomplete)))
      ]
    case 'pack-html':
      return [printPage(packPages(pack))]
    case 'pack-pages':
      return [JSON.stringify(packPages(pack))]
  }
}
