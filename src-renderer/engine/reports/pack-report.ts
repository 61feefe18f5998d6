import { smallCellNote } from '#shared/small-cell-rule.ts'
import type { ExportTable } from '../tables/interchange/export-table.ts'
import { countBits } from '../base/kernels/bitset.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import { periodProgress, periodProgressText } from '../measures/rates/period-progress.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import type { Rate } from '../measures/rates/rate.ts'
import type { StarTable } from '../measures/star-tables/star-table.ts'
import { starsPanel } from '../measures/stars/stars-panel.ts'
import { starsWorth } from '../measures/stars/stars-worth.ts'
import { scorecardRow } from '../measures/scorecard/scorecard.ts'
import type { ReportAuthor } from './measure-report.ts'
import { printedSection, type PrintedPages } from './printed-pages.ts'
import { reportTable, sourceText } from './report-table.ts'
import { reportSummary } from './report-summary.ts'
import { breakdownTable, scorecardReportTable } from './scorecard-report.ts'

/** What a pack is made of. */
export interface PackReportOptions {
  readonly view: PeopleView
  readonly input: MeasureInput
  readonly rates: readonly Rate[]
  readonly stars: StarTable | undefined
  /** Groups of 1 to this many people are kept back. */
  readonly smallCellLimit: number
  /** Groups of few people are listed, as far as the limit lets them be shown. */
  readonly withSmallGroups: boolean
  readonly author: ReportAuthor
}

/**
 * The sheets of a workbook: scorecard, groups, Stars, definitions.
 * @param leftOut dimensions that the groups are without
 */
export function packTables(
  { view, input, rates, stars, smallCellLimit, withSmallGroups, author }: PackReportOptions,
  leftOut: readonly string[] = []
): readonly ExportTable[] {
  return [
    scorecardReportTable(view, input, rates, stars, smallCellLimit),
    breakdownTable(view, input, rates, smallCellLimit, leftOut, withSmallGroups),
    ...(stars === undefined ? [] : [starsTable(view, input, stars)]),
    definitionTable(view, rates, author)
  ]
}

/** Columns of the scorecard that fit on a sheet of paper; the others are in the workbook. */
const scorecardOnPaper = [
  'Measure',
  'Better',
  'Rate',
  'Low',
  'High',
  'Projected',
  'Rate with evidence',
  'Numerator',
  'Eligible',
  'Exclusions',
  'Exceptions',
  'To close',
  'Too late',
  'Target',
  'To target',
  'Benchmark',
  'Stars',
  'Stars are',
  'To next star',
  'Points on last year',
  'Note'
]

/** Most providers have few people in a measure: a hundred sheets of paper. They are in the workbook. */
const notOnPaper = ['Provider']

/** The same for paper: what fits on it, and each definition as an entry. */
export function packPages(options: PackReportOptions): PrintedPages {
  const { view, input, rates, stars, smallCellLimit, author } = options
  const { period } = rates[0]?.run.key ?? {}
  const small = ` ${smallCellNote(smallCellLimit)}.`
  const progress = period && periodProgress(period, view.span.last)
  const far = progress && period ? `, data ${periodProgressText(progress, period)}: figures are so far` : ''
  const days = period === undefined ? '' : ` Period ${period.start} to ${period.end}${far}.`
  return {
    title: 'Quality measures',
    about: `${author.organisation}, ${author.date.slice(0, 10)}. ${sourceText(view)}.${days}${small}${author.incomplete === undefined ? '' : ` ${author.incomplete}`}${unapprovedText(rates, author)}`,
    personal: false,
    summary: reportSummary(
      rates.map((rate) => scorecardRow(view, input, rate, stars && { table: stars })),
      countBits(view.people),
      smallCellLimit,
      stars && ratingWords(view, input, stars)
    ),
    sections: packTables(options, notOnPaper).map((table) => {
      if (table.name === 'Scorecard') return printedSection(table, scorecardOnPaper)
      return printedSection(table, undefined, table.name === 'Provenance' ? 'entries' : 'table')
    })
  }
}

/** A sentence about measures that nobody approved; '' without any. */
function unapprovedText(rates: readonly Rate[], { approvals }: ReportAuthor): string {
  const titles = rates.flatMap(({ title, run }) => {
    const words = approvals?.[run.key.content]
    return words === undefined || words === 'approved' ? [] : [`${title} (${words})`]
  })
  return titles.length === 0 ? '' : ` Not approved: ${[...new Set(titles)].join(', ')}.`
}

/** The rating in a few words, or why there is none with its estimate. */
function ratingWords(view: PeopleView, input: MeasureInput, stars: StarTable): string {
  const panel = starsPanel(view, input, { table: stars.id, closures: {}, scores: {} })
  const { overall, partC, partD } = panel.now
  const main = overall ?? partC ?? partD
  if (main === undefined) return panel.nobody ?? 'no measure has stars'
  const about = `${stars.title}; Medicare members only`
  return main.notRated === undefined
    ? `${main.rating.toFixed(1)} by ${main.measures} measures, ${about}`
    : `not enough data available: ${main.notRated}. Estimate ${main.rating.toFixed(1)} from ${main.measures} of ${main.of} measures; CMS would not rate. ${about}`
}

/** Stars by measure. */
function starsTable(view: PeopleView, input: MeasureInput, stars: StarTable): ExportTable {
  const panel = starsPanel(view, input, { table: stars.id, closures: {}, scores: {} })
  const { overall, partC, partD } = panel.now
  const main = overall ?? partC ?? partD
  const numbers = main && `weighted mean ${main.mean.toFixed(6)} of ${main.measures} measures`
  const words =
    main === undefined
      ? 'No measure has stars.'
      : main.notRated === undefined
        ? `Rating ${main.rating.toFixed(1)}: ${numbers!}, reward factor ${main.rewardFactor.toFixed(1)}.`
        : `Not enough data available: ${main.notRated}. Estimate ${main.rating.toFixed(1)}, which CMS would not give: ${numbers!}.`
  return reportTable(
    view,
    'Stars',
    [
      `${stars.title}, cut points of ${stars.source.publisher}. Medicare members only. ${words}`,
      ...(panel.otherYear === undefined ? [] : [panel.otherYear])
    ].join(' '),
    [
      ['Code', 'Code of the measure.'],
      ['Measure', 'Title in the table.'],
      ['Weight', 'Weight in the rating.'],
      ['Score', 'Rounded as it is compared; projected while the period runs.'],
      ['Stars', 'By the cut points.'],
      ['Stars are', 'Whether CMS would give the stars, and why not.'],
      ['2 stars from', 'Cut point.'],
      ['3 stars from', 'Cut point.'],
      ['4 stars from', 'Cut point.'],
      ['5 stars from', 'Cut point.'],
      ['To next star', 'Fewest people.'],
      ['Note', 'How the rate differs from the official measure.']
    ],
    panel.rows.map((row) => [
      row.code,
      row.title,
      row.weight,
      row.score ?? null,
      row.stars ?? null,
      starsWorth(row) || null,
      ...row.cutPoints,
      row.next?.people ?? null,
      row.note ?? null
    ])
  )
}

/** What every rate means, and on which content and data it was computed. */
function definitionTable(view: PeopleView, rates: readonly Rate[], { approvals }: ReportAuthor): ExportTable {
  return reportTable(
    view,
    'Provenance',
    'What each rate means and what it was computed from.',
    [
      ['Measure', 'Title.'],
      ['Address', 'Canonical address of the measure.'],
      ['Version', 'Version of the measure.'],
      ['Steward', 'Who keeps it.'],
      ['Meaning', 'In plain words.'],
      ['Disclaimer', 'What it is not.'],
      ['Sources', 'Cited sources.'],
      ['Content', 'SHA-256 over the measure, its libraries and value sets.'],
      ['Approval', 'Whether this version of the measure is approved in the registry of definitions.'],
      ['Snapshot', 'Id of the data.'],
      ['Period start', 'First day measured.', 'date'],
      ['Period end', 'Last day measured.', 'date'],
      ['Time zone', 'In which days are counted.'],
      ['Records', 'How records get their role: by what they say, or by their profile.'],
      ['Computed', 'When the measure was run, UTC.'],
      ['Problems', 'Patients whose evaluation failed in part.']
    ],
    rates.map(({ title, measure, run }) => [
      title,
      run.key.measure,
      run.key.version ?? null,
      measure.steward,
      measure.text,
      measure.disclaimer,
      measure.sources.map((item) => [item.title, item.url].filter((part) => part !== undefined).join(' ')).join('; '),
      run.key.content,
      approvals?.[run.key.content] ?? 'not asked',
      run.key.snapshot,
      run.key.period.start,
      run.key.period.end,
      run.key.zone,
      run.key.policy === 'derive' ? 'by the data alone' : 'by the profiles that they claim',
      new Date(run.ranAt).toISOString(),
      run.problems.length
    ])
  )
}
