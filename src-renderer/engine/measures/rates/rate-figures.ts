import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import { eligibilityText } from '../definition/eligibility.ts'
import type { RolePolicy } from '../../cql/elm/fhir/roles.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import { countBits } from '../../base/kernels/bitset.ts'
import { peopleRows } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { Filter } from '../../base/figures/filter.ts'
import { wilsonInterval } from '../../base/stats/wilson.ts'
import { dayText } from '#shared/messages/day-text.ts'
import { dayOfIso } from './iso-day.ts'
import { memberFilter } from './measure-dimensions.ts'
import type { GroupRun, MeasureRun } from '../run/measure-run.ts'
import type { Rate } from './rate.ts'
import { tallyRate, type RateTally } from './rate-tally.ts'

const policyWords: Readonly<Record<RolePolicy, string>> = {
  derive: m.recordsByWhatTheySay,
  'trust-profiles': m.recordsByTheProfilesTheyName,
  any: m.allRecordsOfAType
}

/** What the figures of a rate mean: the measure's own words, the period, and the content that was run. */
export function rateDefinition({ key, title, measure, run }: Rate): Definition {
  const { period, version, content, zone, policy } = run.key
  const days = m.fromToTo(dayText(dayOfIso(period.start)), dayText(dayOfIso(period.end)))
  const asOf = period.asOf === undefined ? '' : m.recordsUpToOnly(dayText(dayOfIso(period.asOf)))
  const rules = eligibilityText(period.eligibility)
  const eligibility = rules === undefined ? '' : `, ${rules}`
  return {
    id: `quality/${key}`,
    version: version ?? content.slice(0, 12),
    title,
    text: [measure.text, measure.disclaimer].filter((text) => text !== '').join(' '),
    calculated: m.periodDaysInContent(days, asOf, eligibility, zone, policyWords[policy], content.slice(0, 12)),
    sources: measure.sources,
    registered: { kind: 'measure', id: run.key.measure, hash: content }
  }
}

/** Whom a figure is about. */
export type Whom = Pick<PeopleView, 'population' | 'asOf' | 'filters'>

/** The people for whom one more filter holds, as rows to open. */
function opening({ population, asOf, filters }: Whom, filter: Filter): Required<Pick<Figure, 'rows' | 'opens'>> {
  const all = [...filters, filter]
  return { rows: peopleRows(asOf, all), opens: countBits(population.select(asOf, all)) }
}

/** A filter for the people whom a rate is divided by: those with a case that is not excluded. */
export function eligibleFilter(rate: Rate, stratum?: number): Filter {
  return memberFilter(rate.run, rate.definition.id, 'eligible', stratum)
}

/** The score of a tally as a figure. Opens the people whom it is divided by. */
export function scoreFigure(
  whom: Whom,
  rate: Rate,
  tally: RateTally,
  provenance: Provenance,
  about: Filter = eligibleFilter(rate)
): Figure {
  const opened = opening(whom, about)
  const { numerator, eligible, score, initialPopulation } = tally
  // Counts of the denominator still open; a rate of nothing is no rate.
  if (rate.cannotCompute !== undefined) {
    return { value: undefined, unit: unitOf(rate), missing: rate.cannotCompute, provenance }
  }
  switch (rate.definition.scoring) {
    case 'proportion':
      return proportionFigure(numerator, eligible, { ...opened, provenance })
    case 'ratio':
      return { value: score, unit: 'ratio', numerator, denominator: eligible, ...opened, provenance }
    case 'continuous-variable':
      return { value: score, unit: 'number', denominator: eligible, ...opened, provenance }
    default:
      return { value: initialPopulation, unit: 'people', numerator: initialPopulation, ...opened, provenance }
  }
}

function unitOf({ definition }: Rate): Figure['unit'] {
  if (definition.scoring === 'proportion') return 'proportion'
  return definition.scoring === 'ratio' ? 'ratio' : 'number'
}

/** A proportion with Wilson's interval. */
export function proportionFigure(
  numerator: number,
  denominator: number,
  rest: Pick<Figure, 'rows' | 'opens' | 'route' | 'provenance'>
): Figure {
  return {
    value: denominator === 0 ? undefined : numerator / denominator,
    unit: 'proportion',
    numerator,
    denominator,
    ...(denominator === 0 ? {} : { interval: wilsonInterval(numerator, denominator) }),
    ...rest
  }
}

/** A number of cases that opens the people who have them. */
export function casesFigure(whom: Whom, rate: Rate, count: number, filter: Filter, provenance: Provenance): Figure {
  const unit = rate.definition.basis === 'boolean' ? 'people' : 'events'
  // A population that the measure does not have cannot be opened.
  const opened = count === 0 ? {} : opening(whom, filter)
  return { value: count, unit, numerator: count, ...opened, provenance }
}

/** The score of another run of the same rate. */
export function otherRunFigure(
  whom: Whom,
  rate: Rate,
  run: MeasureRun,
  group: GroupRun,
  provenance: Provenance
): Figure {
  const people = whom.population.select(whom.asOf, whom.filters)
  const tally = tallyRate(group, rate.definition, people)
  return scoreFigure(whom, rate, tally, provenance, memberFilter(run, rate.definition.id, 'eligible'))
}
