import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { coveredMonths } from '../../claims/covered-months.ts'
import type { ReadmissionScope } from '../../selection/readmissions.ts'
import { filterOn, rateFigure } from '../base/figures.ts'
import { tallyMembers } from '../base/member-months.ts'
import { calendarMonths } from '../base/periods.ts'
import { countEvents, eventRows, memberEvents, useDefinition, type UseRate } from '../base/use-rates.ts'
import { useEnd, useTime } from '../base/use-time.ts'
import type { View } from '../base/view.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { GroupRow } from '../results/shapes.ts'
import { readmissionFigure } from './readmission.ts'

type Strata = RegistryPanel['strata'][number]
type GroupFigure = { readonly figure: Figure; readonly people: number }

const grouped = ['age', 'sex', 'race', 'ethnicity', 'payer', 'practice']

/** One figure per value of the dimensions that people are compared by. */
function groupsOf(
  view: View,
  figureOf: (filter: Filter, value: number, dimension: string) => GroupFigure
): Strata['groups'] {
  return grouped.map((id) => {
    const { label, values } = view.population.dimension(id)
    const rows = values.map((each, value): GroupRow => {
      const filter = filterOn(id, each.value)
      return { group: each.value, label: each.label, ...figureOf(filter, value, id), filter }
    })
    return { dimension: id, label, rows: rows.filter(({ people }) => people > 0) }
  })
}

/** Events per 1,000 in 12 months by group. With coverage, by payer those of its members at the time. */
export function useGroups(view: View, rate: UseRate, overall: Figure): Strata {
  const provenance = view.provenance(useDefinition(view, rate))
  const events = memberEvents(view, rate)
  const byValue = events && valueFigures(view, rate, provenance)
  const byPayer = coveredMonths(view.store).basis === 'coverage' ? payerFigures(view, rate, provenance) : undefined
  return {
    id: rate,
    title: provenance.definition.title,
    overall,
    groups:
      byValue === undefined
        ? []
        : groupsOf(view, (filter, value, id) =>
            id === 'payer' && byPayer !== undefined ? byPayer(filter) : byValue(filter, value, id)
          ),
    provenance
  }
}

/** Events and time of the people who have a value on the date. */
function valueFigures(
  view: View,
  rate: UseRate,
  provenance: Provenance
): (filter: Filter, value: number, dimension: string) => GroupFigure {
  const { population, store, asOf, filters } = view
  const time = useTime(view)
  const events = memberEvents(view, rate)!
  const { from, to } = time.year
  const people = population.select(asOf, filters)
  const years = time.yearsByPerson(people)
  const counts = new Int32Array(store.patients)
  for (const row of events.rows)
    if (events.isMember[row] === 1 && events.days[row]! >= from && events.days[row]! <= to)
      counts[events.patient[row]!]!++
  const sumsOf = (id: string): { years: Float64Array; events: Int32Array; people: Int32Array } => {
    const size = population.dimension(id).values.length
    const sum = { years: new Float64Array(size), events: new Int32Array(size), people: new Int32Array(size) }
    const codes = population.codes(id, asOf)
    for (let person = 0; person < codes.length; person++) {
      const code = codes[person]!
      if (code < 0 || !hasBit(people, person)) continue
      sum.years[code]! += years[person]!
      sum.events[code]! += counts[person]!
      if (years[person]! > 0) sum.people[code]!++
    }
    return sum
  }
  const sums = new Map<string, ReturnType<typeof sumsOf>>()
  return (filter, value, id) => {
    const sum = sums.get(id) ?? sumsOf(id)
    sums.set(id, sum)
    const rows = eventRows(events, [...filters, filter], asOf, from, to)
    return {
      figure: rateFigure(sum.events[value]!, sum.years[value]!, time.unit, rows, provenance),
      people: sum.people[value]!
    }
  }
}

/** Events and member months of a payer's members at the time; somebody with several payers counts for each. */
function payerFigures(view: View, rate: UseRate, provenance: Provenance): (filter: Filter) => GroupFigure {
  const { store, asOf, filters, population } = view
  const time = useTime(view)
  const { from, to } = time.year
  const people = population.select(asOf, filters)
  const { names } = payerRows(store)
  return (filter) => {
    const name = filter.values[0] ?? ''
    const payer = names.indexOf(name)
    const holds = (stretch: { readonly payer: number }): boolean => stretch.payer === payer
    const column = `@member:payer:${payer < 0 ? '' : name}`
    const events = memberEvents(view, rate, { column, holds })!
    const members = tallyMembers(store, people, calendarMonths(from, 12), 1, (each) => (holds(each) ? [0] : []))
    const count = countEvents(events, people, from, to)
    const rows = eventRows(events, filters, asOf, from, to)
    return {
      figure: rateFigure(
        count,
        time.years(() => people, time.year, holds),
        time.unit,
        rows,
        provenance
      ),
      people: members.people[0]!
    }
  }
}

/** Readmissions by group; the number beside each is that of index stays. */
export function readmissionGroups(view: View, scope: ReadmissionScope, overall: Figure): Strata {
  const provenance: Provenance = overall.provenance
  return {
    id: 'readmission',
    title: provenance.definition.title,
    overall,
    groups: groupsOf(view, (filter) => {
      const figure = readmissionFigure(view, useEnd(view).end, scope, [...view.filters, filter])
      return { figure, people: figure.denominator ?? 0 }
    }),
    provenance
  }
}
