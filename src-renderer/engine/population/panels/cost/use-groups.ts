import { mapTogether } from '../../../store/model/exchange.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { coveredMonths } from '../../claims/covered-months.ts'
import type { ReadmissionScope } from '../../selection/readmissions.ts'
import { filterOn, rateFigure } from '../base/figures.ts'
import { tallyMembers } from '../base/member-months.ts'
import { calendarMonths } from '../base/periods.ts'
import { countEvents, eventRows, memberEvents, useDefinition, type UseRate } from '../base/use-rates.ts'
import { useEnd, useTime, type UseTime } from '../base/use-time.ts'
import { addLists, sumNumbers, sumShards, type View } from '../base/view.ts'
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
  return mapTogether(grouped, (id) => {
    const { label, values } = view.population.dimension(id)
    const rows = mapTogether(values, (each, value): GroupRow => {
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

/** Events, time in the units of `UseTime`, and people with time, by value of a dimension. */
interface ValueSums {
  readonly units: Float64Array
  readonly events: Int32Array
  readonly people: Int32Array
}

/** The sums of a shard, by dimension. */
function sumsByValue(shard: View, rate: UseRate, time: UseTime): ReadonlyMap<string, ValueSums> {
  const { population, store, asOf, filters } = shard
  const events = memberEvents(shard, rate)!
  const { from, to } = time.year
  const people = population.select(asOf, filters)
  const units = time.unitsByPerson(shard, people)
  const counts = new Int32Array(store.patients)
  for (const row of events.rows)
    if (events.isMember[row] === 1 && events.days[row]! >= from && events.days[row]! <= to)
      counts[events.patient[row]!]!++
  return new Map(
    grouped.map((id) => {
      const size = population.dimension(id).values.length
      const sum = { units: new Float64Array(size), events: new Int32Array(size), people: new Int32Array(size) }
      const codes = population.codes(id, asOf)
      for (let person = 0; person < codes.length; person++) {
        const code = codes[person]!
        if (code < 0 || !hasBit(people, person)) continue
        sum.units[code]! += units[person]!
        sum.events[code]! += counts[person]!
        if (units[person]! > 0) sum.people[code]!++
      }
      return [id, sum]
    })
  )
}

function addValueSums(
  left: ReadonlyMap<string, ValueSums>,
  right: ReadonlyMap<string, ValueSums>
): ReadonlyMap<string, ValueSums> {
  return new Map(
    [...left].map(([id, { units, events, people }]) => {
      const other = right.get(id)!
      const sum = {
        units: addLists(units, other.units),
        events: addLists(events, other.events),
        people: addLists(people, other.people)
      }
      return [id, sum]
    })
  )
}

/** Events and time of the people who have a value on the date. */
function valueFigures(
  view: View,
  rate: UseRate,
  provenance: Provenance
): (filter: Filter, value: number, dimension: string) => GroupFigure {
  const { asOf, filters } = view
  const time = useTime(view)
  const events = memberEvents(view, rate)!
  const { from, to } = time.year
  const sums = sumShards(view, (shard) => sumsByValue(shard, rate, time), addValueSums)
  return (filter, value, id) => {
    const sum = sums.get(id)!
    const rows = eventRows(events, [...filters, filter], asOf, from, to)
    const years = sum.units[value]! / time.unitsPerYear
    return {
      figure: rateFigure(sum.events[value]!, years, time.unit, rows, provenance),
      people: sum.people[value]!
    }
  }
}

/** Events and member months of a payer's members at the time; somebody with several payers counts for each. */
function payerFigures(view: View, rate: UseRate, provenance: Provenance): (filter: Filter) => GroupFigure {
  const { asOf, filters } = view
  const time = useTime(view)
  const { from, to } = time.year
  const { names } = payerRows(view.store)
  const peopleOf = ({ population }: View): Bitset => population.select(asOf, filters)
  return (filter) => {
    const name = filter.values[0] ?? ''
    const payer = names.indexOf(name)
    const holds = (stretch: { readonly payer: number }): boolean => stretch.payer === payer
    const column = `@member:payer:${payer < 0 ? '' : name}`
    const months = calendarMonths(from, 12)
    const people = sumNumbers(
      view,
      (shard) => tallyMembers(shard.store, peopleOf(shard), months, 1, (each) => (holds(each) ? [0] : [])).people[0]!
    )
    const count = sumNumbers(view, (shard) =>
      countEvents(memberEvents(shard, rate, { column, holds })!, peopleOf(shard), from, to)
    )
    const rows = eventRows(memberEvents(view, rate, { column, holds })!, filters, asOf, from, to)
    return {
      figure: rateFigure(count, time.years(peopleOf, time.year, holds), time.unit, rows, provenance),
      people
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
