import { viewOfRun } from '../rates/run-view.ts'
import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { adherenceSummary } from '../gaps/adherence-summary.ts'
import { rateClosedShare, statusFigures, toCloseFigure } from '../gaps/gap-figures.ts'
import { gapCounts, gapsToDo, totalGaps, type GapCounts } from '../gaps/gap-search.ts'
import { evidenceChange, gapsOf } from '../gaps/gap-state.ts'
import { CLOSED, NO_DATA, SET_ASIDE } from '../results/gap-status.ts'
import { duplicatesOf, periodMismatch } from '../rates/counted-measures.ts'
import { memberFilter } from '../rates/measure-dimensions.ts'
import { scorecardKeyFigures } from './scorecard-key-figures.ts'
import type { ScorecardPanel, ScorecardRow } from '../results/scorecard-result.ts'
import { peopleToTarget } from '../rates/people-to-target.ts'
import { periodProgress } from '../rates/period-progress.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { casesFigure, proportionFigure, rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { controlOf, rateSeries, rateTrend } from './rate-trend.ts'
import { coveredSoFar, tallySoFar } from '../projection/so-far.ts'
import { nothingProjected, projectedFigure } from './projected-figure.ts'
import { closableDays } from '../gaps/closable-days.ts'
import { ratedMembers } from '../stars/rated-members.ts'
import { starPosition } from '../stars/star-position.ts'
import { starSource } from '../stars/star-source.ts'
import type { StarTable } from '../star-tables/star-table.ts'

/** Which Stars table, and whose care is rated by it. */
export interface StarChoice {
  readonly table: StarTable
  readonly everybody?: boolean
}

/**
 * One line of the scorecard for the people in view.
 * @param gaps those of the rate, where it has gaps
 */
export function scorecardRow(
  view: PeopleView,
  input: MeasureInput,
  rate: Rate,
  stars: StarChoice | undefined,
  gaps: GapCounts | undefined = gapCounts(view, input, rate).get(rate.key)
): ScorecardRow {
  const { definition, measure, run, settings, improvement } = rate
  // Gaps are of whom there is something to do for on the date, rates of whom the period is about.
  const rated = viewOfRun(view, run)
  const { population, filters } = view
  const people = population.select(rated.asOf, filters)
  const tally = tallySoFar(view, rate, people)
  const progress = periodProgress(run.key.period, view.span.last)
  const covered = progress && coveredSoFar(population, rate, people, progress.through)
  const provenance = view.provenance(rateDefinition(rate))
  const isProportion = definition.scoring === 'proportion'
  const count = (value: number, name: string): Figure =>
    casesFigure(rated, rate, value, memberFilter(run, definition.id, name), provenance)
  const isMean = definition.scoring === 'continuous-variable'
  const source = stars && starSource(input, stars.table, rate)
  const trend = rateTrend(view, rate, provenance)
  const separate = rateSeries(view, rate, provenance).find(
    ({ kind, limits }) => limits !== undefined && (kind === 'quarter' || kind === 'month')
  )
  const control = controlOf(separate?.points ?? (trend.isSeparate ? trend.points : []))
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
    rate: scoreFigure(rated, rate, tally, provenance),
    adjusted: isProportion ? adjustedFigure(view, input, rate, provenance) : undefined,
    initialPopulation: count(tally.initialPopulation, 'initial-population'),
    denominator: count(tally.denominator, isMean ? 'measure-population' : 'denominator'),
    eligible: count(tally.eligible, 'eligible'),
    numerator:
      covered === undefined
        ? count(tally.numerator, 'met')
        : casesFigure(rated, rate, tally.numerator, covered.filter, provenance),
    exclusions: count(tally.exclusions, isMean ? 'measure-population-exclusion' : 'denominator-exclusion'),
    exceptions: count(tally.exceptions, 'denominator-exception'),
    toClose: toCloseFigure(view, rate, gaps),
    statuses: gaps === undefined ? [] : statusFigures(view, rate, gaps),
    closedShare: gaps === undefined ? undefined : rateClosedShare(view, rate, gaps),
    adherence: adherenceSummary(view, input, rate),
    target:
      settings.target === undefined || !isProportion || rate.cannotCompute !== undefined
        ? undefined
        : peopleToTarget(tally.numerator, tally.eligible, settings.target, improvement.direction),
    benchmark: settings.benchmark,
    star:
      stars &&
      source &&
      starPosition({ view, input, table: stars.table, members: ratedMembers(view, input, stars.everybody) }, source),
    closable: isProportion ? closableDays(view, input, rate, population.select(view.asOf, filters)).length : undefined,
    cannotCompute: rate.cannotCompute,
    unread: rate.unread,
    unapplied: rate.unapplied,
    partlyRead: rate.partlyRead,
    duplicate: duplicateOf(input, rate),
    mismatch: periodMismatch(measure, run.key.period),
    trend: { id: rate.key, label: rate.title, points: trend.points },
    comparison: trend.comparison,
    versusLastYear: trend.comparison?.points,
    progress,
    ...(progress === undefined || !isProportion ? nothingProjected : projectedFigure(view, rate, provenance)),
    limits: control.limits,
    signal: control.signal,
    signalPeriods: control.periods,
    opportunity: undefined,
    problems: run.problems.length
  }
}

function adjustedFigure(view: PeopleView, input: MeasureInput, rate: Rate, provenance: Provenance): Figure | undefined {
  const rated = viewOfRun(view, rate.run)
  const people = view.population.select(rated.asOf, view.filters)
  const change = evidenceChange(gapsOf(input, rate, view.asOf), people)
  if (change === 0) return undefined
  const tally = tallySoFar(view, rate, people)
  const { definition } = provenance
  const text = m.withSupplementalEvidenceThatPeopleRecorded(definition.text, Math.abs(change))
  const { rows, opens } = scoreFigure(rated, rate, { ...tally, numerator: tally.numerator + change }, provenance)
  return proportionFigure(tally.numerator + change, tally.eligible, {
    ...(rows === undefined || opens === undefined ? {} : { rows, opens }),
    provenance: { ...provenance, definition: { ...definition, id: `${definition.id}/adjusted`, text } }
  })
}

/** The measure that this one duplicates, and which of the two counts. */
function duplicateOf(input: MeasureInput, { measure, countedInstead }: Rate): ScorecardRow['duplicate'] {
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
export function scorecardPanel(view: PeopleView, input: MeasureInput, stars: StarChoice | undefined): ScorecardPanel {
  const rates = ratesOfRun(input)
  const gaps = gapCounts(view, input)
  const rows = ranked(rates.map((rate) => scorecardRow(view, input, rate, stars, gaps.get(rate.key))))
  return {
    rows,
    keyFigures: scorecardKeyFigures(view, rows, totalGaps(view, input)),
    leastData: leastData(rates, gaps)
  }
}
