import type { RolePolicy } from '../elm/fhir/roles.ts'
import type { Definition, Figure, Provenance } from '../figure.ts'
import type { Bitset } from '../kernels/bitset.ts'
import { peopleRows } from '../panels/figures.ts'
import type { View } from '../panels/view.ts'
import type { Day, Filter } from '../selection/filter.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import { memberFilter, statusDimension } from './measure-dimensions.ts'
import type { GroupRun, MeasureRun } from './measure-run.ts'
import type { GapStatus } from './panels.ts'
import type { Rate } from './rate.ts'
import { membersOf, tallyRate, type RateTally } from './rate-tally.ts'

const policyWords: Readonly<Record<RolePolicy, string>> = {
  derive: 'records by what they say',
  'trust-profiles': 'records by the profiles they name',
  any: 'all records of a type'
}

/** What the figures of a rate mean: the measure's own words, the period, and the content that was run. */
export function rateDefinition({ key, title, measure, run }: Rate): Definition {
  const { period, version, content, zone, policy } = run.key
  const words = [
    measure.text,
    measure.disclaimer,
    `Period ${period.start} to ${period.end}, time zone ${zone}, ${policyWords[policy]}.`,
    `Content ${content.slice(0, 12)}.`,
    'Interval: Wilson, 95 %.'
  ]
  return {
    id: `quality/${key}`,
    version: version ?? content.slice(0, 12),
    title,
    text: words.filter((text) => text !== '').join(' '),
    sources: measure.sources
  }
}

/** Statuses of people whose cases count in a rate. */
const eligibleStatuses: readonly GapStatus[] = ['open', 'no-data', 'closed']

/** Statuses of people with something left to do, by source data. */
export const openStatuses: readonly GapStatus[] = ['open', 'no-data']

/** A filter for people of some statuses by source data. */
export function statusFilter(rate: Rate, ...statuses: readonly GapStatus[]): Filter {
  return { dimension: statusDimension(rate), values: statuses }
}

/** Filters for the people whom a rate is divided by. */
export function eligibleFilter(rate: Rate): Filter {
  if (rate.hasGaps) return statusFilter(rate, ...eligibleStatuses)
  const code = ['denominator', 'measure-population'].find((one) => membersOf(rate.group, one) !== undefined)
  return memberFilter(rate.run, rate.definition.id, code ?? 'initial-population')
}

/** The score of a tally as a figure. Opens the people whom it is divided by. */
export function scoreFigure(
  rate: Rate,
  tally: RateTally,
  asOf: Day,
  filters: readonly Filter[],
  provenance: Provenance,
  about: Filter = eligibleFilter(rate)
): Figure {
  const rows = peopleRows(asOf, [...filters, about])
  const { numerator, eligible, score, initialPopulation } = tally
  switch (rate.definition.scoring) {
    case 'proportion':
      return proportionFigure(numerator, eligible, { rows, provenance })
    case 'ratio':
      return { value: score, unit: 'ratio', numerator, denominator: eligible, rows, provenance }
    case 'continuous-variable':
      return { value: score, unit: 'number', denominator: eligible, rows, provenance }
    default:
      return { value: initialPopulation, unit: 'people', numerator: initialPopulation, rows, provenance }
  }
}

/** A proportion with Wilson's interval. */
export function proportionFigure(
  numerator: number,
  denominator: number,
  { rows, provenance }: Pick<Figure, 'rows' | 'provenance'>
): Figure {
  return {
    value: denominator === 0 ? undefined : numerator / denominator,
    unit: 'proportion',
    numerator,
    denominator,
    ...(denominator === 0 ? {} : { interval: wilsonInterval(numerator, denominator) }),
    ...(rows === undefined ? {} : { rows }),
    provenance
  }
}

/** A number of cases that opens the people who are in a population of a run. */
export function casesFigure(view: View, rate: Rate, count: number, filter: Filter, provenance: Provenance): Figure {
  const unit = rate.definition.basis === 'boolean' ? 'people' : 'events'
  return { value: count, unit, numerator: count, rows: peopleRows(view.asOf, [...view.filters, filter]), provenance }
}

/** The score of another run of the same rate. */
export function otherRunFigure(
  rate: Rate,
  run: MeasureRun,
  group: GroupRun,
  people: Bitset,
  at: Day,
  filters: readonly Filter[],
  provenance: Provenance
): Figure {
  const tally = tallyRate(group, rate.definition, people)
  const code = ['denominator', 'measure-population'].find((one) => membersOf(group, one) !== undefined)
  const about = memberFilter(run, rate.definition.id, code ?? 'initial-population')
  return scoreFigure(rate, tally, at, filters, provenance, about)
}
