import { smallCellNote, DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
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
import { reportTable, type ReportColumn } from './report-table.ts'
import { isSmallCell, suppressedCells } from '../base/privacy/small-cells.ts'

const scorecardColumns: readonly ReportColumn[] = [
  ['Measure', 'Title of the measure and rate.'],
  ['Rate id', 'Measure and group.'],
  ['Version', 'Version of the measure.'],
  ['Period start', 'First day measured.', 'date'],
  ['Period end', 'Last day measured.', 'date'],
  ['Data to', 'Last day of the data, where the period goes on after it: figures are so far.', 'date'],
  ['Better', 'Which way is better.'],
  ['Rate', 'Numerator by eligible; from source data alone.', 'percent'],
  ['Low', 'Lower end of the 95% interval (Wilson).', 'percent'],
  ['High', 'Upper end of the 95% interval (Wilson).', 'percent'],
  ['Projected', 'Rate at the end of a period that runs, projected from last year.', 'percent'],
  ['Projected low', 'Lower end of its 95% interval (beta-binomial).', 'percent'],
  ['Projected high', 'Upper end of its 95% interval (beta-binomial).', 'percent'],
  ['Rate with evidence', 'With supplemental evidence that holds.', 'percent'],
  ['Numerator', 'Cases in the numerator.'],
  ['Eligible', 'Denominator less exclusions and exceptions.'],
  ['Denominator', 'Cases in the denominator.'],
  ['Exclusions', 'Cases excluded.'],
  ['Exceptions', 'Cases excepted.'],
  ['To close', 'Living people with something left to do, as the worklist lists them.'],
  ['Too late', 'Of these, people who cannot reach 80% of days covered in the period any more.'],
  ['Target', 'Target that is set here.', 'percent'],
  ['To target', 'Fewest people to the target.'],
  ['Benchmark', 'Rate of others that is set here.', 'percent'],
  ['Benchmark source', 'Where the benchmark comes from.'],
  ['Star measure', 'Measure of the Stars table.'],
  ['Stars', 'Stars by the cut points, score rounded first.'],
  ['Stars are', 'Whether CMS would give the stars, and why not.'],
  ['To next star', 'Fewest people to the next star.'],
  [
    'Points on last year',
    'Change against the same period of the year before; of a running period, both years up to the same day.',
    'points'
  ],
  ['Note', 'Why there is no rate, what could not be applied, and which of two measures of the same thing counts.']
]

function scorecardCells(row: ScorecardRow, limit: number): readonly SqlValue[] {
  const { rate, adjusted, target, star } = row
  const { numerator = 0, denominator = 0 } = rate
  const hidden = limit > 0 && isSmallCell({ numerator, denominator }, limit)
  const shown = <T>(value: T | undefined): T | null => (hidden ? null : (value ?? null))
  const isFew = (count: number | undefined): boolean => count !== undefined && count >= 1 && count <= limit
  const count = (value: number | undefined): number | null => (isFew(value) ? null : shown(value))
  // The few who are left out would be what the denominator has more than those who are eligible.
  const apart = isFew(row.exclusions.value) || isFew(row.exceptions.value)
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
    shown(adjusted?.value),
    shown(row.numerator.value),
    shown(row.eligible.value),
    apart ? null : shown(row.denominator.value),
    count(row.exclusions.value),
    count(row.exceptions.value),
    count(row.toClose.value),
    count(row.adherence?.tooLate),
    target?.value ?? null,
    count(target?.people),
    row.benchmark?.value ?? null,
    row.benchmark?.title ?? null,
    star?.code ?? null,
    shown(star?.stars),
    star === undefined || hidden ? null : starsWorth(star),
    count(star?.next?.people),
    shown(row.versusLastYear),
    noteOf(row, hidden, apart)
  ]
}

function noteOf(
  { rate, unapplied, partlyRead, duplicate, mismatch }: ScorecardRow,
  hidden: boolean,
  apart: boolean
): string | null {
  const notes = [
    hidden ? 'suppressed: small counts' : apart ? 'few are excluded: suppressed with the denominator' : undefined,
    !hidden && rate.missing !== undefined ? `cannot be computed: ${rate.missing}` : undefined,
    unapplied,
    partlyRead,
    duplicate === undefined
      ? undefined
      : duplicate.counts
        ? `Measures the same as “${duplicate.other.title}”, whose gaps do not count in totals.`
        : `Measures the same as “${duplicate.other.title}”; gaps of this one do not count in totals.`,
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
  limit: number
): ExportTable {
  const rows = rates.map((rate) => {
    return scorecardCells(scorecardRow(view, input, rate, stars && { table: stars }), limit)
  })
  return noted(reportTable(view, 'Scorecard', 'All rates of the people in view.', scorecardColumns, rows), limit)
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
  withSmallGroups = true
): ExportTable {
  let omitted = 0
  // Without small groups the usual limit of 10 holds where the site has set no higher one.
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
        const kept = groups.map((group, index) => ({ ...group, isHidden: hidden[index] === true, cell: cells[index]! }))
        const listed = kept.filter(({ cell }) => withSmallGroups || cell.denominator > smallest)
        omitted += kept.length - listed.length
        return listed.map(({ label: value, figure, isHidden }): readonly SqlValue[] =>
          isHidden
            ? [rate.title, label, value, null, null, null, null, null, 'suppressed: small counts']
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
    'By group',
    `Each rate for the people of one value.${omitted === 0 ? '' : ` ${omitted.toLocaleString('en-US')} ${omitted === 1 ? 'group' : 'groups'} of ${smallest} people or fewer ${omitted === 1 ? 'is' : 'are'} left out.`}${leftOut.length === 0 ? '' : ` Not by ${leftOut.join(', ').toLowerCase()}: see the workbook.`}`,
    [
      ['Measure', 'Title of the measure and rate.'],
      ['By', 'What people are divided by.'],
      ['Group', 'The value.'],
      ['Rate', 'Numerator by eligible.', 'percent'],
      ['Low', 'Lower end of the 95% interval (Wilson).', 'percent'],
      ['High', 'Upper end of the 95% interval (Wilson).', 'percent'],
      ['Numerator', 'Cases in the numerator.'],
      ['Eligible', 'Denominator less exclusions and exceptions.'],
      ['Note', 'Why a cell is empty.']
    ],
    rows
  )
  return noted(table, smallest)
}

/** A table that says how small counts are treated. */
function noted(table: ExportTable, limit: number): ExportTable {
  return { ...table, source: `${table.source}. ${smallCellNote(limit)}` }
}
