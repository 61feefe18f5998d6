import { isSmallCount } from '../base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import { defined } from '#shared/language/defined.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { smallCellNote } from '#shared/small-cell-rule.ts'
import type { ExportTable } from '../tables/interchange/export-table.ts'
import { countBits } from '../base/kernels/bitset.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import { periodProgress, periodProgressText } from '../measures/rates/period-progress.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import type { Rate } from '../measures/rates/rate.ts'
import type { StarTable } from '../measures/star-tables/star-table.ts'
import type { StarsPanel } from '../measures/results/stars-result.ts'
import { starsPanel } from '../measures/stars/stars-panel.ts'
import { starsWorth } from '../measures/stars/stars-worth.ts'
import { scorecardRow } from '../measures/scorecard/scorecard.ts'
import { approvalText, type ReportAuthor } from './measure-report.ts'
import { printedSection, type PrintedPages } from './printed-pages.ts'
import { reportTable, sourceText } from './report-table.ts'
import { isSmallFigure } from '../base/privacy/small-cells.ts'
import type { FigureRelease } from '../sharing/published/figure-release.ts'
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
  /** Is asked about every figure. */
  readonly release?: FigureRelease | undefined
}

/**
 * The sheets of a workbook: scorecard, groups, Stars, definitions.
 * @param leftOut dimensions that the groups are without
 */
export function packTables(
  { view, input, rates, stars, smallCellLimit, withSmallGroups, author, release }: PackReportOptions,
  leftOut: readonly string[] = []
): readonly ExportTable[] {
  return [
    scorecardReportTable(view, input, rates, stars, smallCellLimit, author, release),
    breakdownTable(view, input, rates, smallCellLimit, leftOut, withSmallGroups, release),
    ...(stars === undefined ? [] : [starsTable(view, input, stars, smallCellLimit, release)]),
    definitionTable(view, rates, author)
  ]
}

/** Columns of the scorecard that fit on a sheet of paper; the others are in the workbook. */
const printedScorecardColumns = [
  common.measure,
  m.better,
  m.rate,
  m.low,
  m.high,
  m.projected,
  m.rateWithEvidence,
  m.numerator,
  m.eligible,
  m.exclusions,
  m.exceptions,
  common.toClose,
  m.tooLate,
  common.target,
  m.toTarget,
  m.benchmark,
  m.stars,
  m.starsAre,
  m.toNextStar,
  m.pointsOnLastYear,
  common.note
]

/** Most providers have few people in a measure: a hundred sheets of paper. They are in the workbook. */
const notPrinted = [m.provider]

/** The same for paper: what fits on it, and each definition as an entry. */
export function packPages(options: PackReportOptions): PrintedPages {
  const { view, input, rates, stars, smallCellLimit, author, release } = options
  const { period } = rates[0]?.run.key ?? {}
  const small = ` ${smallCellNote(smallCellLimit)}.`
  const progress = period && periodProgress(period, view.span.last)
  const far = progress && period ? m.dataFiguresAreSoFar(periodProgressText(progress, period)) : ''
  const days = period === undefined ? '' : m.periodTo(period.start, period.end, far)
  return {
    title: common.qualityMeasures,
    about: `${author.organization === undefined ? '' : `${author.organization}, `}${author.date.slice(0, 10)}. ${sourceText(view)}.${days}${small}${author.incomplete === undefined ? '' : ` ${author.incomplete}`}${unapprovedText(rates, author)}`,
    personal: false,
    summary: reportSummary(
      rates.map((rate) => scorecardRow(view, input, rate, stars && { table: stars })),
      countBits(view.people),
      smallCellLimit,
      stars && ratingWords(view, input, stars, smallCellLimit, release),
      release
    ),
    sections: packTables(options, notPrinted).map((table) => {
      if (table.name === 'Scorecard') return printedSection(table, printedScorecardColumns)
      return printedSection(table, undefined, table.name === 'Provenance' ? 'entries' : 'table')
    })
  }
}

/** A sentence about measures that nobody approved; '' without any. */
function unapprovedText(rates: readonly Rate[], author: ReportAuthor): string {
  const titles = rates.flatMap(({ title, measure }) => {
    const state = author.approvals?.[measure.run.key.content]
    return state === undefined || state === 'approved' ? [] : [`${title} (${approvalText(measure, author)})`]
  })
  return titles.length === 0 ? '' : m.notApproved([...new Set(titles)].join(', '))
}

/** Whether a score is withheld: of few people it would tell them, as the rate in the scorecard would. */
function isWithheldScore(
  { source, figure }: StarsPanel['rows'][number],
  limit: number,
  release: FigureRelease | undefined
): boolean {
  if (source !== 'measure' || figure === undefined) return false
  const isTold = release?.hides(figure) === true
  return isTold || (limit > 0 && isSmallFigure(figure, limit))
}

/** Whether the rating is withheld: with the other stars it tells those of a score that is. */
function isWithheldRating({ rows }: StarsPanel, limit: number, release: FigureRelease | undefined): boolean {
  // Every figure is asked about, shown or not.
  return rows.filter((row) => row.stars !== undefined && isWithheldScore(row, limit, release)).length > 0
}

/** The rating in a few words, or why there is none with its estimate. */
function ratingWords(
  view: PeopleView,
  input: MeasureInput,
  stars: StarTable,
  limit: number,
  release: FigureRelease | undefined
): string {
  const panel = starsPanel(view, input, { table: stars.id, closures: {}, scores: {} })
  const { overall, partC, partD } = panel.now
  const main = overall ?? partC ?? partD
  if (main === undefined) return panel.nobody ?? m.noMeasureHasStars
  if (isWithheldRating(panel, limit, release)) return m.suppressedToProtectSmallCounts
  const about = m.medicareMembersOnly(stars.title)
  return main.notRated === undefined
    ? m.ratingByMeasuresMeasuresAbout(main.rating.toFixed(1), main.measures, about)
    : m.notEnoughDataAvailableEstimateFrom(main.notRated, main.rating.toFixed(1), main.measures, main.of, about)
}

/** Stars by measure. */
function starsTable(
  view: PeopleView,
  input: MeasureInput,
  stars: StarTable,
  limit: number,
  release: FigureRelease | undefined
): ExportTable {
  const panel = starsPanel(view, input, { table: stars.id, closures: {}, scores: {} })
  const { overall, partC, partD } = panel.now
  const main = overall ?? partC ?? partD
  const numbers = main && m.weightedMeanOfMeasures(main.mean.toFixed(6), main.measures)
  const words =
    main === undefined
      ? m.noMeasureHasStarsSentence
      : isWithheldRating(panel, limit, release)
        ? asSentence(m.suppressedToProtectSmallCounts)
        : main.notRated === undefined
          ? m.ratingRewardFactor(main.rating.toFixed(1), defined(numbers), main.rewardFactor.toFixed(1))
          : m.notEnoughDataAvailableEstimateWhich(main.notRated, main.rating.toFixed(1), defined(numbers))
  return reportTable(
    view,
    m.stars,
    [
      m.cutPointsOfMedicareMembersOnly(stars.title, stars.source.publisher, words),
      ...(panel.otherYear === undefined ? [] : [panel.otherYear])
    ].join(' '),
    [
      [m.code, m.codeOfTheMeasure],
      [common.measure, m.titleInTheTable],
      [m.weight, m.weightInTheRating],
      [m.score, m.roundedAsItIsComparedProjected],
      [m.stars, m.byTheCutPoints],
      [m.starsAre, m.whetherCMSWouldGiveTheStars],
      [m.n2StarsFrom, m.cutPointFor(2)],
      [m.n3StarsFrom, m.cutPointFor(3)],
      [m.n4StarsFrom, m.cutPointFor(4)],
      [m.n5StarsFrom, m.cutPointFor(5)],
      [m.toNextStar, m.fewestPeople],
      [common.note, m.howTheRateDiffersFromThe]
    ],
    panel.rows.map((row) => {
      const isHidden = isWithheldScore(row, limit, release)
      const { people = 0 } = row.next ?? {}
      const isFew = isSmallCount(people, limit)
      return [
        row.code,
        row.title,
        row.weight,
        isHidden ? null : (row.score ?? null),
        isHidden ? null : (row.stars ?? null),
        isHidden ? null : starsWorth(row) || null,
        ...row.cutPoints,
        isHidden || isFew ? null : (row.next?.people ?? null),
        isHidden ? m.suppressedToProtectSmallCounts : (row.note ?? null)
      ]
    })
  )
}

/** What every rate means, and on which content and data it was computed. */
function definitionTable(view: PeopleView, rates: readonly Rate[], author: ReportAuthor): ExportTable {
  return reportTable(
    view,
    m.provenance,
    m.whatEachRateMeansAndWhat,
    [
      [common.measure, m.titleOfIt],
      [m.address, m.canonicalAddressOfTheMeasure],
      [m.version, m.versionOfTheMeasure],
      [m.steward, m.whoKeepsIt],
      [m.meaning, m.inPlainWords],
      [m.disclaimer, m.whatItIsNot],
      [common.sources, m.citedSources],
      [m.content, m.sha256OverTheMeasureIts],
      [m.approval, m.whetherThisVersionOfTheMeasure],
      [m.snapshot, m.idOfTheData],
      [m.periodStart, m.firstDayMeasured, 'date'],
      [m.periodEnd, m.lastDayMeasured, 'date'],
      [m.timeZone, m.inWhichDaysAreCounted],
      [m.records, m.howRecordsGetTheirRoleBy],
      [m.computed, m.whenTheMeasureWasRunUTC],
      [m.problems, m.patientsWhoseEvaluationFailedInPart]
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
      approvalText(measure, author),
      run.key.snapshot,
      run.key.period.start,
      run.key.period.end,
      run.key.zone,
      run.key.policy === 'derive' ? m.byTheDataAlone : m.byTheProfilesThatTheyClaim,
      new Date(run.ranAt).toISOString(),
      run.problems.length
    ])
  )
}
