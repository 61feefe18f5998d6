import type { Figure, Provenance, Unit } from '../../../base/figures/figure.ts'
import type { Day, Filter, RowSelector } from '../../../base/figures/filter.ts'
import { compoundPoissonInterval } from '../../../base/stats/exact-poisson.ts'
import { wilsonInterval } from '../../../base/stats/wilson.ts'
import { ofEverybody } from './view.ts'

/** The people for whom all filters hold on a date, the dead too unless a filter is about that: events and measures count them. */
export function peopleRows(asOf: Day, filters: readonly Filter[]): RowSelector {
  return { table: 'patient', asOf, filters: ofEverybody(filters), where: [] }
}

/** A filter for one value of a dimension. */
export function filterOn(dimension: string, ...values: string[]): Filter {
  return { dimension, values }
}

/** A number of people or events. */
export function countFigure(count: number, unit: Unit, rows: RowSelector, provenance: Provenance): Figure {
  return { value: count, unit, numerator: count, rows, provenance }
}

/** A share of people with Wilson's interval; without people there is no value. */
export function shareFigure(part: number, total: number, rows: RowSelector, provenance: Provenance): Figure {
  return {
    value: total === 0 ? undefined : part / total,
    unit: 'proportion',
    numerator: part,
    denominator: total,
    ...(total === 0 ? {} : { interval: wilsonInterval(part, total) }),
    rows,
    provenance
  }
}

/**
 * Events per 1,000 units of time at risk with a Poisson interval.
 * @param time in the unit that is counted, e.g. person-years
 * @param squares sum of the squares of each person's events; by default nobody has several
 */
export function rateFigure(
  events: number,
  time: number,
  unit: 'per1000' | 'per1000PersonYears' | 'per1000MemberYears',
  rows: RowSelector,
  provenance: Provenance,
  squares = events
): Figure {
  return {
    value: time > 0 ? (events * 1000) / time : undefined,
    unit,
    numerator: events,
    denominator: time,
    ...(time > 0 ? { interval: compoundPoissonInterval(events, squares, 1000 / time) } : {}),
    rows,
    provenance
  }
}
