import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { filterOn, rateFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { GroupRow } from '../results/shapes.ts'
import { eventRows, useDefinition } from '../base/use-rates.ts'
import { useEvents, type UseKind } from '../base/use-events.ts'
import type { View } from '../base/view.ts'
import { readmissionFigure } from './readmission.ts'

type Strata = RegistryPanel['strata'][number]

const grouped = ['age', 'sex', 'race', 'ethnicity', 'payer', 'practice']

/** One figure per value of the dimensions that people are compared by. */
function groupsOf(
  view: View,
  figureOf: (filter: Filter, value: number, dimension: string) => { readonly figure: Figure; readonly people: number }
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

/** Events per 1,000 person-years in 12 months by group. */
export function useGroups(view: View, kind: UseKind, overall: Figure): Strata {
  const { population, store, asOf, filters } = view
  const provenance = view.provenance(useDefinition(kind))
  const start = windowStart(asOf, 12)
  const people = population.select(asOf, filters)
  const years = yearsByPerson(view, start)
  const events = useEvents(view, kind)
  const counts = new Int32Array(store.patients)
  for (const row of events?.rows ?? []) {
    const person = events!.patient[row]!
    if (person >= 0 && events!.days[row]! >= start && events!.days[row]! <= asOf) counts[person]!++
  }
  const sums = new Map<
    string,
    { readonly years: Float64Array; readonly events: Int32Array; readonly people: Int32Array }
  >()
  const sumsOf = (id: string): NonNullable<ReturnType<typeof sums.get>> => {
    const size = population.dimension(id).values.length
    const sum = { years: new Float64Array(size), events: new Int32Array(size), people: new Int32Array(size) }
    const codes = population.codes(id, asOf)
    for (let person = 0; person < codes.length; person++) {
      const code = codes[person]!
      if (code < 0 || !hasBit(people, person)) continue
      sum.years[code]! += years[person]!
      // Events after a death count in the rows, so they count here.
      sum.events[code]! += counts[person]!
      if (years[person]! > 0) sum.people[code]!++
    }
    sums.set(id, sum)
    return sum
  }
  return {
    id: kind,
    title: provenance.definition.title,
    overall,
    groups:
      events === undefined
        ? []
        : groupsOf(view, (filter, value, id) => {
            const sum = sums.get(id) ?? sumsOf(id)
            const rows = eventRows(events, [...filters, filter], start, asOf)
            return {
              figure: rateFigure(sum.events[value]!, sum.years[value]!, 'per1000PersonYears', rows, provenance),
              people: sum.people[value]!
            }
          }),
    provenance
  }
}

/** Years that each person lived from a day to the view's date. */
function yearsByPerson({ store, asOf }: View, start: number): Float64Array {
  const table = store.tables.get('patient')
  const years = new Float64Array(store.patients)
  if (table === undefined) return years
  const birth = table.column('birth_date', 'date').days
  const death = table.column('deceased_at', 'dateTime').days
  return years.map((_, person) => {
    const until = death[person] === NO_DAY ? asOf + 1 : Math.min(asOf + 1, death[person]!)
    return Math.max(0, until - Math.max(start, birth[person]!)) / 365.25
  })
}

/** Readmissions by group; the number beside each is that of index stays. */
export function readmissionGroups(view: View, overall: Figure): Strata {
  const provenance: Provenance = overall.provenance
  return {
    id: 'readmission',
    title: provenance.definition.title,
    overall,
    groups: groupsOf(view, (filter) => {
      const figure = readmissionFigure(view, view.asOf, [...view.filters, filter])
      return { figure, people: figure.denominator ?? 0 }
    }),
    provenance
  }
}
