import { defined } from '#shared/language/defined.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Day, Filter } from '../../../base/figures/filter.ts'
import { ordinalsOf, hasBit } from '../../../base/kernels/bitset.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { coveredMonths } from '../../claims/covered-months.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { readmissions, stayOutcomes, type ReadmissionScope } from '../../stays/readmissions.ts'
import { filterOn, rateFigure } from '../base/figures.ts'
import { eventRows, memberEvents, useDefinition, useDispersion, type UseRate } from '../base/use-rates.ts'
import { useEnd, useTime, type UseTime } from '../base/use-time.ts'
import { addLists, sumShards, type View } from '../base/view.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { GroupRow } from '../results/shapes.ts'
import { payerUse, type PayerUse } from './payer-use.ts'
import { dischargeWindow, readmissionShare, staysByEnd } from './readmission.ts'

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

/** A rate whose groups are wanted, and what it is of all people together. */
export interface OverallUse {
  readonly rate: UseRate
  readonly overall: Figure
}

/** Events per 1,000 in 12 months by group, of each rate. With coverage, by payer those of its members at the time. */
export function useGroups(view: View, wanted: readonly OverallUse[]): Strata[] {
  const time = useTime(view)
  const rates = wanted.flatMap(({ rate, overall }) =>
    overall.missing !== undefined || memberEvents(view, rate) === undefined ? [] : [rate]
  )
  const sums = sumShards(view, (shard) => sumsByValue(shard, rates, time), addValueSums)
  const ofPayers = coveredMonths(view.store).basis === 'coverage' ? payerUse(view, rates, time) : undefined
  return wanted.map(({ rate, overall }) => {
    const provenance = view.provenance(useDefinition(view, rate))
    const place = rates.indexOf(rate)
    const dispersion = place < 0 ? 1 : useDispersion(view, rate)
    return {
      id: rate,
      title: provenance.definition.title,
      overall,
      groups:
        place < 0
          ? []
          : groupsOf(view, (filter, value, id) =>
              id === 'payer' && ofPayers !== undefined
                ? payerFigure(view, { rate, place, time, provenance, dispersion }, ofPayers, filter)
                : valueFigure(view, { rate, place, time, provenance, dispersion }, defined(sums.get(id)), filter, value)
            ),
      provenance
    }
  })
}

/** Time in the units of `UseTime`, people with time, and events of each rate, by value of a dimension. */
interface ValueSums {
  readonly units: Float64Array
  readonly people: Int32Array
  readonly events: readonly Int32Array[]
}

/** The sums of a shard, by dimension. */
function sumsByValue(shard: View, rates: readonly UseRate[], time: UseTime): Map<string, ValueSums> {
  const { population, asOf, filters } = shard
  const people = population.select(asOf, filters)
  const units = time.unitsByPerson(shard)
  const persons = ordinalsOf(people)
  const happened = rates.map((rate) => {
    const { days, people: who } = defined(memberEvents(shard, rate)).members
    return who
      .subarray(lowerBound(days, time.year.from), lowerBound(days, time.year.to + 1))
      .filter((person) => hasBit(people, person))
  })
  return new Map(
    grouped.map((id) => {
      const size = population.dimension(id).values.length
      const codes = population.codes(id, asOf)
      const sum = { units: new Float64Array(size), people: new Int32Array(size) }
      for (const person of persons) {
        const code = codes[person]!
        if (code < 0 || units[person] === 0) continue
        sum.units[code]! += units[person]!
        sum.people[code]!++
      }
      const events = happened.map((who) => {
        const counts = new Int32Array(size)
        for (const person of who) if (codes[person]! >= 0) counts[codes[person]!]!++
        return counts
      })
      return [id, { ...sum, events }]
    })
  )
}

function addValueSums(
  left: ReadonlyMap<string, ValueSums>,
  right: ReadonlyMap<string, ValueSums>
): Map<string, ValueSums> {
  return new Map(
    [...left].map(([id, { units, events, people }]) => {
      const other = defined(right.get(id))
      const sum = {
        units: addLists(units, other.units),
        people: addLists(people, other.people),
        events: events.map((counts, rate) => addLists(counts, other.events[rate]!))
      }
      return [id, sum]
    })
  )
}

/** What the figures of one rate have in common. */
interface GroupRate {
  readonly rate: UseRate
  /** Its place among the rates that were counted. */
  readonly place: number
  readonly time: UseTime
  readonly provenance: Provenance
  /** That of everybody, because groups may be small. */
  readonly dispersion: number
}

/** Events and time of the people who have a value on the date. */
function valueFigure(
  view: View,
  { rate, place, time, provenance, dispersion }: GroupRate,
  sum: ValueSums,
  filter: Filter,
  value: number
): GroupFigure {
  const { from, to } = time.year
  const rows = eventRows(defined(memberEvents(view, rate)), [...view.filters, filter], view.asOf, from, to)
  const years = sum.units[value]! / time.unitsPerYear
  const count = sum.events[place]![value]!
  return {
    figure: rateFigure(count, years, time.unit, rows, provenance, count * dispersion),
    people: sum.people[value]!
  }
}

/** Events and member months of a payer's members at the time; somebody with several payers counts for each. */
function payerFigure(
  view: View,
  { rate, place, time, provenance, dispersion }: GroupRate,
  { members, months, events }: PayerUse,
  filter: Filter
): GroupFigure {
  const { names } = payerRows(view.store)
  const known = names.indexOf(filter.values[0] ?? '')
  const payer = known < 0 ? names.length : known
  const happened = defined(memberEvents(view, rate))
  const where = [
    ...happened.where.filter(({ column }) => column !== '@member'),
    { column: `@member:payer:${known < 0 ? '' : names[known]!}`, in: ['yes'] }
  ]
  const rows = eventRows({ ...happened, where }, view.filters, view.asOf, time.year.from, time.year.to)
  const count = events[place]![payer]!
  return {
    figure: rateFigure(count, months[payer]! / 12, time.unit, rows, provenance, count * dispersion),
    people: members[payer]!
  }
}

/** The same figure, which opens the stays of the members of a payer. */
function ofPayer({ store }: View, figure: Figure, { values: [payer = ''] }: Filter): Figure {
  const { rows } = figure
  if (rows === undefined) return figure
  const name = payerRows(store).names.includes(payer) ? payer : ''
  return { ...figure, rows: { ...rows, where: [...rows.where, { column: `@member:payer:${name}`, in: ['yes'] }] } }
}

/** Stays by what became of them and by value of a dimension: `[value * stayOutcomes.length + outcome]`. */
function staysByValue(shard: View, end: Day, scope: ReadmissionScope): ReadonlyMap<string, Int32Array> {
  const { population, asOf, filters } = shard
  const people = population.select(asOf, filters)
  const stays = staysByEnd(shard, scope)
  const { from, to } = dischargeWindow(end)
  const [first, last] = stays === undefined ? [0, 0] : [lowerBound(stays.days, from), lowerBound(stays.days, to + 1)]
  return new Map(
    grouped.map((id) => {
      const counts = new Int32Array(population.dimension(id).values.length * stayOutcomes.length)
      const valuesOf = id === 'payer' ? (payersOfStays(shard, scope) ?? valuesOn(shard, id)) : valuesOn(shard, id)
      for (let index = first; index < last; index++) {
        const person = defined(stays).people[index]!
        if (person < 0 || !hasBit(people, person)) continue
        for (const value of valuesOf(person, defined(stays).rows[index]!))
          counts[value * stayOutcomes.length + defined(stays).outcome[index]!]!++
      }
      return [id, counts]
    })
  )
}

/** Tells the values of a dimension that a stay of a person belongs to. */
type ValuesOfStay = (person: number, row: number) => readonly number[]

/** The value of the person on the date. */
function valuesOn({ population, asOf }: View, id: string): ValuesOfStay {
  const codes = population.codes(id, asOf)
  return (person) => (codes[person]! < 0 ? [] : [codes[person]!])
}

/** Who covered the person in the month of the stay; undefined where the data hold no coverage. */
function payersOfStays({ store }: View, scope: ReadmissionScope): ValuesOfStay | undefined {
  const covered = coveredMonths(store)
  const days = readmissions(store, scope)?.table.day
  if (covered.basis !== 'coverage' || days === undefined) return undefined
  const unknown = payerRows(store).names.length
  return (person, row) => {
    const month = monthNumber(days[row]!)
    const payers = covered
      .of(person)
      .flatMap(({ first, last, payer }) => (first <= month && month <= last ? [payer < 0 ? unknown : payer] : []))
    return [...new Set(payers)]
  }
}

/** Readmissions by group; the number next to each is that of index stays. With coverage, by payer those of its members at the time. */
export function readmissionGroups(view: View, scope: ReadmissionScope, overall: Figure): Strata {
  const provenance: Provenance = overall.provenance
  const outcomes = stayOutcomes.length
  const { end } = useEnd(view)
  const ofMembers = coveredMonths(view.store).basis === 'coverage'
  const counts = sumShards(
    view,
    (shard) => staysByValue(shard, end, scope),
    (left, right) => new Map([...left].map(([id, list]) => [id, addLists(list, defined(right.get(id)))]))
  )
  return {
    id: 'readmission',
    title: provenance.definition.title,
    overall,
    groups: groupsOf(view, (filter, value, id) => {
      const valueCounts = defined(counts.get(id)).subarray(value * outcomes, (value + 1) * outcomes)
      const figure =
        id === 'payer' && ofMembers
          ? ofPayer(view, readmissionShare(view, end, scope, valueCounts), filter)
          : readmissionShare(view, end, scope, valueCounts, [...view.filters, filter])
      return { figure, people: figure.denominator ?? 0 }
    }),
    provenance
  }
}
