import type { Figure, Provenance } from '../figure.ts'
import type { SeriesPoint } from '../panels/shapes.ts'
import type { View } from '../panels/view.ts'
import type { Day } from '../selection/filter.ts'
import { controlLimits, latestSignal } from '../stats/control-chart.ts'
import { adherenceSummary } from './adherence-summary.ts'
import { toCloseFigure } from './gap-figures.ts'
import { gapCounts, gapsToDo, type GapCounts } from './gap-search.ts'
import { evidenceChange, gapsOf } from './gap-state.ts'
import { CLOSED, NO_DATA, SET_ASIDE } from './gap-status.ts'
import { duplicatesOf, periodMismatch } from './counted-measures.ts'
import { dayOfIso } from './iso-day.ts'
import { memberFilter } from './measure-dimensions.ts'
import type { MeasureRun } from './measure-run.ts'
import { scorecardKeyFigures } from './scorecard-key-figures.ts'
import type { ScorecardPanel, ScorecardRow } from './scorecard-result.ts'
import { peopleToTarget } from './people-to-target.ts'
import { periodLabel } from './period-label.ts'
import { comparisonPeriods, progressOf } from './period-progress.ts'
import type { QualityInput } from './quality-input.ts'
import { ratesOf, type Rate } from './rate.ts'
import { casesFigure, otherRunFigure, proportionFigure, rateDefinition, scoreFigure } from './rate-figures.ts'
import { tallyRate } from './rate-tally.ts'
import { closableCases, ratedPeople } from './rated-people.ts'
import { starPosition, starSource } from './star-source.ts'
import type { StarTable } from './stars/star-table.ts'

/** Which Stars table, and whose care is rated by it. */
export interface StarChoice {
  readonly table: StarTable
  readonly everybody?: boolean
}

/** Fewest periods on a chart of individual values. */
const fewestPoints = 12

/** Length of a period in days, to tell years from months. */
function lengthOf({ start, end }: MeasureRun['key']['period']): number {
  return dayOfIso(end) - dayOfIso(start) + 1
}

/** Runs over periods as long as the one in view, up to it, oldest first, each period once (the latest run). */
function comparableRuns(rate: Rate): readonly MeasureRun[] {
  const length = lengthOf(rate.run.key.period)
  const byEnd = new Map<string, MeasureRun>()
  for (const run of [...rate.measure.others, rate.run]) {
    const { period, content } = run.key
    if (content !== rate.run.key.content || run.groups[rate.at] === undefined) continue
    if (Math.abs(lengthOf(period) - length) > 3 || period.end > rate.run.key.period.end) continue
    const known = byEnd.get(period.end)
    if (run === rate.run || known === undefined || (known !== rate.run && run.ranAt > known.ranAt)) {
      byEnd.set(period.end, run)
    }
  }
  return [...byEnd.values()].sort((a, b) => (a.key.period.end < b.key.period.end ? -1 : 1))
}

interface Trend {
  readonly points: readonly SeriesPoint[]
  /** No two periods share a day. */
  readonly isSeparate: boolean
  readonly comparison: ScorecardRow['comparison']
}

/** The latest run of a rate's content over a period. */
function runOver(rate: Rate, { start, end }: MeasureRun['key']['period']): MeasureRun | undefined {
  const same = [...rate.measure.others, rate.run].filter(
    ({ key, groups }) =>
      key.content === rate.run.key.content &&
      key.period.start === start &&
      key.period.end === end &&
      groups[rate.at] !== undefined
  )
  return same.reduce<MeasureRun | undefined>(
    (best, run) => (best === undefined || run.ranAt > best.ranAt ? run : best),
    undefined
  )
}

/** The rate against the same time a year earlier, where both sides were run. */
function comparisonOf(view: View, rate: Rate, provenance: Provenance): ScorecardRow['comparison'] {
  const { population, filters, asOf } = view
  const pair = comparisonPeriods(rate.run.key.period, view.span.last)
  const [now, before] = [runOver(rate, pair.now), runOver(rate, pair.before)]
  if (now === undefined || before === undefined) return undefined
  const figureOf = (run: MeasureRun): Figure =>
    otherRunFigure({ population, asOf, filters }, rate, run, run.groups[rate.at]!, provenance)
  const [after, earlier] = [figureOf(now), figureOf(before)]
  if (after.value === undefined || earlier.value === undefined) return undefined
  return {
    period: pair.before,
    before: earlier,
    points: (after.value - earlier.value) * 100
  }
}

/** A period stands at the month that it ends with: twelve months to October are a point of October. */
function firstOfLastMonth(end: string): Day {
  return dayOfIso(`${end.slice(0, 7)}-01`)
}

/** Values of periods that share days depend on each other, so that limits from their differences would be too narrow. */
function areSeparate(runs: readonly MeasureRun[]): boolean {
  return runs.every(({ key }, at) => at === 0 || key.period.start > runs[at - 1]!.key.period.end)
}

function trendOf(view: View, rate: Rate, provenance: Provenance): Trend {
  const { population, filters, asOf } = view
  const runs = comparableRuns(rate)
  const points = runs.map((run): SeriesPoint => {
    const end = dayOfIso(run.key.period.end)
    const at = Math.min(end, asOf)
    const figure = otherRunFigure({ population, asOf: at, filters }, rate, run, run.groups[rate.at]!, provenance)
    return {
      at: firstOfLastMonth(run.key.period.end),
      label: periodLabel(run.key.period),
      figure,
      ...(progressOf(run.key.period, view.span.last) === undefined && end <= asOf ? {} : { incomplete: true })
    }
  })
  return { points, isSeparate: areSeparate(runs), comparison: comparisonOf(view, rate, provenance) }
}

/**
 * One line of the scorecard for the people in view.
 * @param gaps those of the rate, where it has gaps
 */
export function scorecardRow(
  view: View,
  input: QualityInput,
  rate: Rate,
  stars: StarChoice | undefined,
  gaps: GapCounts | undefined = gapCounts(view, input, rate).get(rate.key)
): ScorecardRow {
  const { population, asOf, filters } = view
  const people = population.select(asOf, filters)
  const { definition, measure, run, settings, improvement } = rate
  const tally = tallyRate(rate.group, definition, people)
  const provenance = view.provenance(rateDefinition(rate))
  const isProportion = definition.scoring === 'proportion'
  const count = (value: number, name: string): Figure =>
    casesFigure(view, rate, value, memberFilter(run, definition.id, name), provenance)
  const isMean = definition.scoring === 'continuous-variable'
  const source = stars && starSource(input, stars.table, rate)
  const rated = stars && ratedPeople(view, input, stars.everybody)
  const trend = trendOf(view, rate, provenance)
  const values = trend.points.flatMap(({ figure, incomplete }) => (incomplete === true ? [] : (figure.value ?? [])))
  const limits = trend.isSeparate && values.length >= fewestPoints ? controlLimits(values) : undefined
  return {
    key: rate.key,
    measure: measure.id,
    url: run.key.measure,
    version: run.key.version,
    group: definition.id,
    title: rate.title,
    scoring: definition.scoring,
    basis: definition.basis,
    improvement,
    period: run.key.period,
    rate: scoreFigure(view, rate, tally, provenance),
    adjusted: isProportion ? adjustedFigure(view, input, rate, provenance) : undefined,
    initialPopulation: count(tally.initialPopulation, 'initial-population'),
    denominator: count(tally.denominator, isMean ? 'measure-population' : 'denominator'),
    eligible: count(tally.eligible, 'eligible'),
    numerator: count(tally.numerator, 'met'),
    exclusions: count(tally.exclusions, isMean ? 'measure-population-exclusion' : 'denominator-exclusion'),
    exceptions: count(tally.exceptions, 'denominator-exception'),
    toClose: toCloseFigure(view, rate, gaps),
    adherence: adherenceSummary(view, input, rate),
    target:
      settings.target === undefined || !isProportion || rate.cannotCompute !== undefined
        ? undefined
        : peopleToTarget(tally.numerator, tally.eligible, settings.target, improvement.direction),
    benchmark: settings.benchmark,
    star: stars && source && starPosition(stars.table, source, rated, closableCases(view, input, rate, rated!)),
    closable: isProportion ? closableCases(view, input, rate, people) : undefined,
    cannotCompute: rate.cannotCompute,
    unapplied: rate.unapplied,
    duplicate: duplicateOf(input, rate),
    mismatch: periodMismatch(measure, run.key.period),
    trend: { id: rate.key, label: rate.title, points: trend.points },
    comparison: trend.comparison,
    versusLastYear: trend.comparison?.points,
    progress: progressOf(run.key.period, view.span.last),
    limits,
    signal: limits && latestSignal(values, limits),
    opportunity: undefined,
    problems: run.problems.length
  }
}

function adjustedFigure(view: View, input: QualityInput, rate: Rate, provenance: Provenance): Figure | undefined {
  const people = view.population.select(view.asOf, view.filters)
  const change = evidenceChange(gapsOf(input, rate, view.asOf), people)
  if (change === 0) return undefined
  const tally = tallyRate(rate.group, rate.definition, people)
  const { definition } = provenance
  const text = `${definition.text} With supplemental evidence that people recorded and that holds on the date: ${Math.abs(change)} cases.`
  const { rows, opens } = scoreFigure(view, rate, { ...tally, numerator: tally.numerator + change }, provenance)
  return proportionFigure(tally.numerator + change, tally.eligible, {
    ...(rows === undefined || opens === undefined ? {} : { rows, opens }),
    provenance: { ...provenance, definition: { ...definition, id: `${definition.id}/adjusted`, text } }
  })
}

/** The measure that this one duplicates, and which of the two counts. */
function duplicateOf(input: QualityInput, { measure, countedInstead }: Rate): ScorecardRow['duplicate'] {
  const other = countedInstead ?? duplicatesOf(input, measure)[0]
  if (other === undefined || measure.origin === undefined) return undefined
  return {
    family: measure.origin.family,
    counts: countedInstead === undefined,
    other: { id: other.id, title: other.definition.title, builtIn: other.origin?.builtIn === true }
  }
}

/** What a person gains: stars by weight where there are stars, else the target. */
function gainPerPerson({ star, target, closable = 0 }: ScorecardRow): number {
  if (star !== undefined) return star.next === undefined || star.next.people === 0 ? 0 : star.weight / star.next.people
  return target?.people === undefined || target.people === 0 || target.people > closable ? 0 : 1 / target.people
}

function ranked(rows: readonly ScorecardRow[]): readonly ScorecardRow[] {
  const order = rows
    .filter((row) => gainPerPerson(row) > 0)
    .sort((a, b) => gainPerPerson(b) - gainPerPerson(a) || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key)
  return rows.map((row) => {
    const place = order.indexOf(row.key)
    return place < 0 ? row : { ...row, opportunity: place + 1 }
  })
}

/** Where most of those eligible have no record of the kind. */
function leastData(rates: readonly Rate[], gaps: ReadonlyMap<string, GapCounts>): ScorecardPanel['leastData'] {
  let least: ScorecardPanel['leastData']
  for (const { key, title } of rates) {
    const counts = gaps.get(key)
    if (counts === undefined || counts[NO_DATA] === 0) continue
    const share = counts[NO_DATA]! / (gapsToDo(counts) + counts[CLOSED]! + counts[SET_ASIDE]!)
    if (least === undefined || share > least.share) least = { title, share }
  }
  return least
}

/** All rates for the people in view. */
export function scorecardPanel(view: View, input: QualityInput, stars: StarChoice | undefined): ScorecardPanel {
  const rates = ratesOf(input)
  const gaps = gapCounts(view, input)
  const rows = ranked(rates.map((rate) => scorecardRow(view, input, rate, stars, gaps.get(rate.key))))
  const counted = new Map(
    rates.flatMap(({ key, countedInstead }) => {
      const counts = countedInstead === undefined ? gaps.get(key) : undefined
      return counts === undefined ? [] : [[key, counts] as const]
    })
  )
  return { rows, keyFigures: scorecardKeyFigures(view, rows, counted), leastData: leastData(rates, gaps) }
}
