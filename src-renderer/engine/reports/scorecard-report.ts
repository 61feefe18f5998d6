import { isSmallCount } from '../base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import { smallCellNote, DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { ExportTable } from '../tables/interchange/export-table.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import type { SqlValue } from '../tables/model/column-cells.ts'
import { measurePanel } from '../measures/scorecard/measure-panel.ts'
import { isoOfDay } from '../measures/rates/iso-day.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import type { Rate } from '../measures/rates/rate.ts'
import { scorecardRow } from '../measures/scorecard/scorecard.ts'
import type { ScorecardRow } from '../measures/results/scorecard-result.ts'
import { starsWorth } from '../measures/stars/stars-worth.ts'
import type { StarTable } from '../measures/star-tables/star-table.ts'
import { approvalText, type ReportAuthor } from './measure-report.ts'
import { reportTable, type ReportColumn } from './report-table.ts'
import type { FigureRelease } from '../sharing/published/figure-release.ts'
import { isSmallFigure, suppressedCells } from '../base/privacy/small-cells.ts'
import { isOfFew, withheldOfRow, type WithheldOfRow } from './scorecard-disclosure.ts'

const scorecardFields: readonly ReportColumn[] = [
  [common.measure, m.titleOfTheMeasureAndRate],
  [m.rateId, m.measureAndGroup],
  [m.version, m.versionOfTheMeasure],
  [m.periodStart, m.firstDayMeasured, 'date'],
  [m.periodEnd, m.lastDayMeasured, 'date'],
  [m.dataTo, m.lastDayOfTheDataWhere, 'date'],
  [m.better, m.whichWayIsBetter],
  [m.rate, m.numeratorByEligibleFromSourceData, 'percent'],
  [m.low, m.lowerEndOfThe95Interval, 'percent'],
  [m.high, m.upperEndOfThe95Interval, 'percent'],
  [m.projected, m.rateAtTheEndOfA, 'percent'],
  [m.projectedLow, m.lowerEndOfIts95Interval, 'percent'],
  [m.projectedHigh, m.upperEndOfIts95Interval, 'percent'],
  [m.rateWithEvidence, m.withSupplementalEvidenceThatHolds, 'percent'],
  [m.numerator, m.casesInTheNumerator],
  [m.eligible, m.denominatorLessExclusionsAndExceptions],
  [m.denominator, m.casesInTheDenominator],
  [m.exclusions, m.casesExcluded],
  [m.exceptions, m.casesExcepted],
  [common.toClose, m.livingPeopleWithSomethingLeftTo],
  [m.tooLate, m.ofThesePeopleWhoCannotReach],
  [common.target, m.targetThatIsSetHere, 'percent'],
  [m.toTarget, m.fewestPeopleToTheTarget],
  [m.benchmark, m.rateOfOthersThatIsSet, 'percent'],
  [m.benchmarkSource, m.whereTheBenchmarkComesFrom],
  [m.starMeasure, m.measureOfTheStarsTable],
  [m.stars, m.starsByTheCutPointsScore],
  [m.starsAre, m.whetherCMSWouldGiveTheStars],
  [m.toNextStar, m.fewestPeopleToTheNextStar],
  [m.pointsOnLastYear, m.changeAgainstTheSamePeriodOf, 'points'],
  [m.approval, m.whetherThisVersionOfTheMeasure],
  [common.note, m.whyThereIsNoRateWhat]
]

function scorecardCells(
  row: ScorecardRow,
  limit: number,
  approval: string,
  release: FigureRelease | undefined
): readonly SqlValue[] {
  const { rate, adjusted, target, star, comparison } = row
  const withheld = withheldOfRow(row, limit, release)
  const unless = <T>(isWithheld: boolean, value: T | undefined): T | null => (isWithheld ? null : (value ?? null))
  const shown = <T>(value: T | undefined): T | null => unless(withheld.rate, value)
  const hidesStars = withheld.rate || isOfFew(row, limit)
  // With all its digits a difference would tell numerator and denominator of last year.
  const points =
    limit > 0 && row.versusLastYear !== undefined ? Math.round(row.versusLastYear * 10) / 10 : row.versusLastYear
  const hidesPoints =
    withheld.rate || (limit > 0 && comparison !== undefined && isSmallFigure(comparison.before, limit))
  return [
    row.title,
    row.key,
    row.version ?? null,
    row.period.start,
    row.period.end,
    row.progress === undefined ? null : isoOfDay(row.progress.through),
    row.improvement.direction === 'increase' ? 'higher' : 'lower',
    rate.missing === undefined ? shown(rate.value) : null,
    shown(rate.interval?.low),
    shown(rate.interval?.high),
    shown(row.projected?.value),
    shown(row.projected?.interval?.low),
    shown(row.projected?.interval?.high),
    unless(withheld.adjusted, adjusted?.value),
    unless(withheld.numerator, row.numerator.value),
    unless(withheld.eligible, row.eligible.value),
    unless(withheld.denominator, row.denominator.value),
    unless(withheld.exclusions, row.exclusions.value),
    unless(withheld.exceptions, row.exceptions.value),
    unless(withheld.toClose, row.toClose.value),
    unless(withheld.tooLate, row.adherence?.tooLate),
    target?.value ?? null,
    // It follows from the target and the two counts that the rate tells, and is no group of people.
    shown(target?.people),
    row.benchmark?.value ?? null,
    row.benchmark?.title ?? null,
    star?.code ?? null,
    unless(hidesStars, star?.stars),
    star === undefined || hidesStars ? null : starsWorth(star),
    unless(hidesStars || isSmallCount(star?.next?.people, limit), star?.next?.people),
    unless(hidesPoints, points),
    approval,
    noteOf(row, withheld)
  ]
}

function noteOf(
  { rate, unapplied, partlyRead, duplicate, mismatch }: ScorecardRow,
  withheld: WithheldOfRow
): string | null {
  const notes = [
    withheld.rate
      ? m.suppressedToProtectSmallCounts
      : Object.values(withheld).includes(true)
        ? m.someCountsAreSuppressed
        : undefined,
    !withheld.rate && rate.missing !== undefined ? m.cannotBeComputed(rate.missing) : undefined,
    unapplied,
    partlyRead,
    duplicate === undefined
      ? undefined
      : duplicate.counts
        ? m.measuresTheSameAsWhoseGaps(duplicate.other.title)
        : m.measuresTheSameAsGapsOf(duplicate.other.title),
    mismatch
  ].filter((item) => item !== undefined)
  return notes.length === 0 ? null : notes.join(' ')
}

/** The scorecard as a table. */
export function scorecardReportTable(
  view: PeopleView,
  input: MeasureInput,
  rates: readonly Rate[],
  stars: StarTable | undefined,
  limit: number,
  author: Pick<ReportAuthor, 'approvals'>,
  release?: FigureRelease
): ExportTable {
  const rows = rates.map((rate) => {
    const row = scorecardRow(view, input, rate, stars && { table: stars })
    return scorecardCells(row, limit, approvalText(rate.measure, author), release)
  })
  return noted(reportTable(view, common.scorecard, m.allRatesOfThePeopleIn, scorecardFields, rows), limit)
}

/**
 * Rates by payer, plan, practice, provider, age, sex, race and ethnicity.
 * @param leftOut labels of those that are not wanted
 * @param withSmallGroups shows groups of few people, as far as `limit` lets them be shown; otherwise they are left out and
 *   counted, and no group that is shown tells their size
 */
export function breakdownTable(
  view: PeopleView,
  input: MeasureInput,
  rates: readonly Rate[],
  limit: number,
  leftOut: readonly string[] = [],
  withSmallGroups = true,
  release?: FigureRelease
): ExportTable {
  let omitted = 0
  // Without small groups the default holds where the site has set no higher one.
  const smallest = withSmallGroups ? limit : Math.max(limit, DEFAULT_SMALL_CELLS)
  const rows = rates
    .filter(({ definition }) => definition.scoring === 'proportion')
    .flatMap((rate) =>
      measurePanel(view, input, rate, undefined).groups.flatMap(({ label, rows: groups }) => {
        if (leftOut.includes(label)) return []
        const cells = groups.map(({ figure }) => ({
          numerator: figure.numerator ?? 0,
          denominator: figure.denominator ?? 0
        }))
        const hidden = suppressedCells(cells, smallest)
        const released = groups.map((group, index) => {
          const isTold = release?.hides(group.figure) === true
          return { ...group, isHidden: isTold || hidden[index] === true, cell: cells[index]! }
        })
        const listed = released.filter(({ cell }) => withSmallGroups || cell.denominator > smallest)
        omitted += released.length - listed.length
        return listed.map(({ label: value, figure, isHidden }): readonly SqlValue[] =>
          isHidden
            ? [rate.title, label, value, null, null, null, null, null, m.suppressedToProtectSmallCounts]
            : [
                rate.title,
                label,
                value,
                figure.value ?? null,
                figure.interval?.low ?? null,
                figure.interval?.high ?? null,
                figure.numerator ?? null,
                figure.denominator ?? null,
                null
              ]
        )
      })
    )
  const table = reportTable(
    view,
    m.byGroup,
    m.eachRateForThePeopleOf(
      omitted === 0 ? '' : m.groupsOfPeopleOrFewerAre(omitted.toLocaleString(activeLocale), omitted, smallest),
      leftOut.length === 0 ? '' : m.notBySeeTheWorkbook(leftOut.map(inSentence).join(', '))
    ),
    [
      [common.measure, m.titleOfTheMeasureAndRate],
      [m.by, m.whatPeopleAreDividedBy],
      [common.group, m.theValue],
      [m.rate, m.numeratorByEligible, 'percent'],
      [m.low, m.lowerEndOfThe95Interval, 'percent'],
      [m.high, m.upperEndOfThe95Interval, 'percent'],
      [m.numerator, m.casesInTheNumerator],
      [m.eligible, m.denominatorLessExclusionsAndExceptions],
      [common.note, m.whyACellIsEmpty]
    ],
    rows
  )
  return noted(table, smallest)
}

/**
 * A table that says how small counts are treated. It says the same whether anything is suppressed for what left before or not:
 * a note at single cells would tell which of the suppressed counts are large.
 */
function noted(table: ExportTable, limit: number): ExportTable {
  const before = limit > 0 ? `. ${m.alsoForWhatLeftBefore}` : ''
  return { ...table, source: `${table.source}. ${smallCellNote(limit)}${before}` }
}
