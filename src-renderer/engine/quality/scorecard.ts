import type { Figure, Provenance } from '../figure.ts'
import { countBits, countCommon, hasBit } from '../kernels/bitset.ts'
import { addYears } from '../fhir/calendar.ts'
import { peopleRows } from '../panels/figures.ts'
import type { KeyFigure, SeriesPoint } from '../panels/panel.ts'
import type { View } from '../panels/view.ts'
import { controlLimits, latestSignal } from '../stats/control-chart.ts'
import { evidenceChange, gapsOf } from './gap-state.ts'
import { dayOfIso } from './iso-day.ts'
import { memberFilter } from './measure-dimensions.ts'
import type { MeasureRun } from './measure-run.ts'
import type { ScorecardPanel, ScorecardRow } from './panels.ts'
import { peopleToTarget } from './people-to-target.ts'
import { periodLabel } from './period-label.ts'
import type { QualityInput } from './quality-input.ts'
import { ratesOf, type Rate } from './rate.ts'
import {
  casesFigure,
  eligibleFilter,
  openStatuses,
  otherRunFigure,
  proportionFigure,
  rateDefinition,
  scoreFigure,
  statusFilter
} from './rate-figures.ts'
import { sourceStatuses, NO_DATA, OPEN } from './rate-status.ts'
import { tallyRate } from './rate-tally.ts'
import { bitsOfType } from './records-of-type.ts'
import { starPosition, starSource } from './star-source.ts'
import type { StarTable } from './stars/star-table.ts'

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
  readonly versusLastYear: number | undefined
}

function trendOf(view: View, rate: Rate, provenance: Provenance): Trend {
  const { population, filters, asOf } = view
  const yearEarlier = addYears(rate.end, -1)
  let last: number | undefined
  const points = comparableRuns(rate).map((run): SeriesPoint => {
    const end = dayOfIso(run.key.period.end)
    const at = Math.min(end, asOf)
    const people = population.select(at, filters)
    const figure = otherRunFigure(rate, run, run.groups[rate.at]!, people, at, filters, provenance)
    if (Math.abs(end - yearEarlier) <= 3) last = figure.value
    return {
      at: dayOfIso(run.key.period.start),
      label: periodLabel(run.key.period),
      figure,
      ...(end > asOf ? { incomplete: true } : {})
    }
  })
  const now = points.at(-1)?.figure.value
  return { points, versusLastYear: now === undefined || last === undefined ? undefined : (now - last) * 100 }
}

/** One line of the scorecard for the people in view. */
export function scorecardRow(view: View, input: QualityInput, rate: Rate, table: StarTable | undefined): ScorecardRow {
  const { population, asOf, filters } = view
  const people = population.select(asOf, filters)
  const { definition, measure, run, settings, improvement } = rate
  const tally = tallyRate(rate.group, definition, people)
  const provenance = view.provenance(rateDefinition(rate))
  const isProportion = definition.scoring === 'proportion'
  const count = (value: number, code: string): Figure =>
    casesFigure(view, rate, value, memberFilter(run, definition.id, code), provenance)
  const source = table && starSource(input, table, rate)
  const trend = trendOf(view, rate, provenance)
  const values = trend.points.flatMap(({ figure }) => figure.value ?? [])
  const limits = values.length >= fewestPoints ? controlLimits(values) : undefined
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
    rate: scoreFigure(rate, tally, asOf, filters, provenance),
    adjusted: isProportion ? adjustedFigure(view, input, rate, provenance) : undefined,
    initialPopulation: count(tally.initialPopulation, 'initial-population'),
    denominator: count(
      tally.denominator,
      definition.scoring === 'continuous-variable' ? 'measure-population' : 'denominator'
    ),
    eligible: casesFigure(view, rate, tally.eligible, eligibleFilter(rate), provenance),
    numerator: count(tally.numerator, 'numerator'),
    exclusions: count(tally.exclusions, 'denominator-exclusion'),
    exceptions: count(tally.exceptions, 'denominator-exception'),
    open: openFigure(view, rate, provenance),
    target:
      settings.target === undefined || !isProportion
        ? undefined
        : peopleToTarget(tally.numerator, tally.eligible, settings.target, improvement.direction),
    benchmark: settings.benchmark,
    star: table && source && starPosition(table, source, people),
    trend: { id: rate.key, label: rate.title, points: trend.points },
    versusLastYear: trend.versusLastYear,
    limits,
    signal: limits && latestSignal(values, limits),
    opportunity: undefined,
    problems: run.problems.length
  }
}

/** Living people with something left to do by source data, as the worklist has them. */
function openFigure(view: View, rate: Rate, provenance: Provenance): Figure {
  const filter = statusFilter(rate, ...openStatuses)
  if (!rate.hasGaps) return { value: undefined, unit: 'people', provenance }
  const { population, asOf, peopleFilters } = view
  const people = population.select(asOf, [...peopleFilters, filter])
  const rows = peopleRows(asOf, [...peopleFilters, filter])
  const count = countBits(people)
  return { value: count, unit: 'people', numerator: count, rows, provenance }
}

function adjustedFigure(view: View, input: QualityInput, rate: Rate, provenance: Provenance): Figure | undefined {
  const people = view.population.select(view.asOf, view.filters)
  const change = evidenceChange(gapsOf(input, rate, view.asOf), people)
  if (change === 0) return undefined
  const { numerator, eligible } = tallyRate(rate.group, rate.definition, people)
  const rows = peopleRows(view.asOf, [...view.filters, eligibleFilter(rate)])
  const { definition } = provenance
  const text = `${definition.text} With supplemental evidence that people recorded and that holds on the date: ${Math.abs(change)} cases.`
  return proportionFigure(numerator + change, eligible, {
    rows,
    provenance: { ...provenance, definition: { ...definition, id: `${definition.id}/adjusted`, text } }
  })
}

/** What a person gains: stars by weight where there are stars, else the target. */
function gainPerPerson({ star, target }: ScorecardRow): number {
  if (star !== undefined) return star.next === undefined || star.next.people === 0 ? 0 : star.weight / star.next.people
  return target?.people === undefined || target.people === 0 ? 0 : 1 / target.people
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

/** The measure input that fewest people have. */
function weakestInput(view: View, rates: readonly Rate[]): ScorecardPanel['weakest'] {
  const all = countBits(view.people)
  if (all === 0) return undefined
  const types = new Set(
    rates.flatMap(({ measure, definition }) => (measure.reads[definition.id] ?? []).map(({ type }) => type))
  )
  types.delete('Patient')
  let weakest: ScorecardPanel['weakest']
  for (const type of types) {
    const share = countCommon(bitsOfType(view.population, type), view.people) / all
    if (weakest === undefined || share < weakest.share) weakest = { label: type, share }
  }
  return weakest
}

function keyFigures(view: View, rates: readonly Rate[], rows: readonly ScorecardRow[]): readonly KeyFigure[] {
  const provenance = view.provenance({
    id: 'quality/overview',
    version: '1.0.0',
    title: 'Quality at a glance',
    text: 'Over all rates with gaps that were run for the period, by source data: living people, each once for each rate.',
    sources: []
  })
  let open = 0
  let noData = 0
  let closed = 0
  for (const rate of rates) {
    if (!rate.hasGaps) continue
    const people = view.population.select(view.asOf, [...view.peopleFilters, eligibleFilter(rate)])
    const statuses = sourceStatuses(view.population, rate)
    for (let patient = 0; patient < statuses.length; patient++) {
      if (!hasBit(people, patient)) continue
      if (statuses[patient] === OPEN) open++
      else if (statuses[patient] === NO_DATA) noData++
      else closed++
    }
  }
  const events = (value: number): Figure => ({ value, unit: 'events', numerator: value, provenance })
  const withTarget = rows.filter(({ target }) => target !== undefined)
  return [
    { id: 'rates', label: 'Rates', figure: events(rows.length), note: 'run for the period', trend: [] },
    {
      id: 'open',
      label: 'Open gaps',
      figure: events(open),
      note: 'something counts as missing',
      trend: [],
      route: '/care-gaps'
    },
    { id: 'no-data', label: 'Without data', figure: events(noData), note: 'nothing of the kind is loaded', trend: [] },
    {
      id: 'closed',
      label: 'Closed',
      figure: proportionFigure(closed, open + noData + closed, { provenance }),
      note: 'of all that applies',
      trend: []
    },
    {
      id: 'targets',
      label: 'Targets met',
      figure: proportionFigure(withTarget.filter(({ target }) => target!.met).length, withTarget.length, {
        provenance
      }),
      note: withTarget.length === 0 ? 'no targets are set' : `${withTarget.length} targets are set`,
      trend: []
    }
  ]
}

/** All rates for the people in view. */
export function scorecardPanel(view: View, input: QualityInput, table: StarTable | undefined): ScorecardPanel {
  const rates = ratesOf(input)
  const rows = ranked(rates.map((rate) => scorecardRow(view, input, rate, table)))
  return { rows, keyFigures: keyFigures(view, rates, rows), weakest: weakestInput(view, rates) }
}
