import { isSmallCount } from '../base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { ScorecardRow } from '../measures/results/scorecard-result.ts'
import type { FigureRelease } from '../sharing/published/figure-release.ts'
import type { Figure } from '../base/figures/figure.ts'
import { isSmallCell, isSmallFigure } from '../base/privacy/small-cells.ts'

/** One rate of the chart that a report begins with, as proportions 0..1. */
export interface ReportBar {
  readonly label: string
  readonly value: number
  readonly low: number | undefined
  readonly high: number | undefined
  readonly target: number | undefined
  /** The rate as it is read, e.g. `61.1%`. */
  readonly text: string
}

/** What a report begins with. Can be cloned structurally, and written as JSON. */
export interface ReportSummary {
  readonly facts: readonly { readonly label: string; readonly text: string }[]
  /** Rates of all measures that can be computed, in the order of the scorecard; empty when there are none. */
  readonly bars: readonly ReportBar[]
}

/** Changes that are named. */
const NAMED = 3

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`

/** Points with their sign, with the minus sign of print. */
function points(value: number): string {
  return `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(1)}`
}

/**
 * The figures that a report begins with.
 * @param limit rates of 1 to so many people are kept back; 0 keeps nothing back
 * @param release is asked about every rate, and the gaps of each
 * @param rating the Stars rating in words; undefined without a table
 */
export function reportSummary(
  rows: readonly ScorecardRow[],
  people: number,
  limit: number,
  rating: string | undefined,
  release?: FigureRelease
): ReportSummary {
  const shown = rows.filter(({ rate }) => {
    const { value, numerator = 0, denominator = 0 } = rate
    const isTold = release?.hides(rate) === true
    return !isTold && value !== undefined && !(limit > 0 && isSmallCell({ numerator, denominator }, limit))
  })
  const bars = shown
    .filter(({ scoring, rate }) => scoring === 'proportion' && (rate.denominator ?? 0) > 0)
    .map(({ title, rate, target }) => ({
      label: title,
      value: defined(rate.value),
      low: rate.interval?.low,
      high: rate.interval?.high,
      target: target?.value,
      text: percent(defined(rate.value))
    }))
  const targets = shown.filter(({ target }) => target !== undefined)
  const toClose = rows.reduce((sum, row) => sum + (row.toClose.value ?? 0), 0)
  const isSmall = (count: number): boolean => isSmallCount(count, limit)
  // With this year's rate, the change tells that of the year before.
  const isHiddenYear = (before: Figure): boolean => release?.hides(before) === true || isSmallFigure(before, limit)
  // The sum would tell the one that the scorecard keeps back.
  const tellsOne =
    rows.filter(({ toClose }) => release?.hides(toClose) === true || isSmall(toClose.value ?? 0)).length > 0
  const computed = rows.filter(({ cannotCompute }) => cannotCompute === undefined).length
  const facts = [
    { label: common.people, text: people.toLocaleString(activeLocale) },
    { label: common.measures, text: m.ofCanBeComputedFromThese(computed, rows.length) },
    {
      label: m.gapsToClose,
      text: isSmall(toClose) ? `<${limit + 1}` : tellsOne ? common.suppressed : toClose.toLocaleString(activeLocale)
    },
    ...(targets.length === 0
      ? []
      : [
          {
            label: m.targets,
            text: m.targetsOfTargetsMet(targets.filter(({ target }) => target?.met).length, targets.length)
          }
        ]),
    ...(rating === undefined ? [] : [{ label: m.stars, text: rating }]),
    ...changes(shown.filter(({ comparison }) => comparison === undefined || !isHiddenYear(comparison.before)))
  ]
  return { facts, bars }
}

/** The largest changes since last year, in either direction. */
function changes(rows: readonly ScorecardRow[]): ReportSummary['facts'] {
  const moved = rows.flatMap(({ title, versusLastYear, improvement }) =>
    versusLastYear === undefined || versusLastYear === 0
      ? []
      : [{ title, by: versusLastYear, better: versusLastYear > 0 === (improvement.direction === 'increase') }]
  )
  const largest = (better: boolean): string =>
    moved
      .filter((item) => item.better === better)
      .toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
      .slice(0, NAMED)
      .map(({ title, by }) => `${title} ${points(by)}`)
      .join('; ')
  return [
    { label: m.mostImproved, text: largest(true) },
    { label: m.mostWorsened, text: largest(false) }
  ].flatMap(({ label, text }) => (text === '' ? [] : [{ label, text: m.pointsOnLastYearInText(text) }]))
}
