import { enginePopulationPanelsEquityMessages as m } from '#messages/engine/population/panels/equity.ts'
import { defined } from '#shared/language/defined.ts'
import { fullBitset, hasBit } from '../../../base/kernels/bitset.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Control, Registry } from '../../registries/registry-definition.ts'
import { filterOn, peopleRows, rateFigure, shareFigure } from '../base/figures.ts'
import { DAYS_PER_YEAR, personDaysEach } from '../base/person-time.ts'
import { withFilters, type View } from '../base/view.ts'
import { controlDimension, controlProvenance } from '../registry/control-series.ts'
import { newCaseYear } from '../registry/incidence.ts'
import { newCases, riskWindow } from '../registry/new-cases.ts'
import { prevalenceDefinition } from '../registry/prevalence.ts'
import { registryFlow } from '../registry/registry-flow.ts'
import { registryDefinition, registryView, type RegistryView } from '../registry/registry-view.ts'
import type { EquityFigure, PersonAmounts } from './equity-figure.ts'
import type { RegistryPart } from './equity-list.ts'

/** The same view of another shard. */
function inShard(view: RegistryView, { population, store, people }: View): RegistryView {
  return { ...view, population, store, people }
}

/** A figure of a registry that groups are compared by. */
export function registryEquity(base: View, registry: Registry, part: RegistryPart): EquityFigure {
  const view = registryView(base, registry)
  if (part.of === 'incidence') return incidenceEquity(view)
  if (part.of === 'prevalence') return prevalenceEquity(view)
  return controlEquity(view, defined(registry.controls.find(({ id }) => id === part.control)), part.of)
}

/** A share of people who have a code in a dimension: those whose code is among `good`. */
function shareOf(
  view: RegistryView,
  dimension: string,
  good: readonly boolean[],
  filters: readonly Filter[]
): Pick<
  EquityFigure,
  'kind' | 'unit' | 'hasRepeats' | 'date' | 'view' | 'perPart' | 'perOver' | 'people' | 'amounts' | 'figureOf'
> {
  const { asOf } = view
  return {
    kind: 'proportion',
    unit: 'proportion',
    hasRepeats: false,
    date: asOf,
    view,
    perPart: 1,
    perOver: 1,
    people: ({ population }) => population.select(asOf, view.peopleFilters),
    amounts({ population, store }): PersonAmounts {
      const codes = population.codes(dimension, asOf)
      const parts = new Uint8Array(store.patients)
      const over = new Uint8Array(store.patients)
      for (let person = 0; person < parts.length; person++) {
        if (codes[person]! < 0) continue
        over[person] = 1
        if (good[codes[person]!] === true) parts[person] = 1
      }
      return { parts, over }
    },
    figureOf: ({ parts, over }, more, provenance) =>
      shareFigure(parts, over, peopleRows(asOf, [...filters, ...more]), provenance)
  }
}

function prevalenceEquity(view: RegistryView): EquityFigure {
  const { population, registry, asOf, memberFilters } = view
  const { begins } = registryFlow(view)
  return {
    ...shareOf(view, `registry:${registry.id}`, [false, true], memberFilters),
    direction: undefined,
    definition: prevalenceDefinition(view),
    missing: population.index.cannotTell(registry),
    isWhole: begins === undefined || begins <= asOf
  }
}

function controlEquity(view: RegistryView, control: Control, of: 'control' | 'monitoring'): EquityFigure {
  const { population, registry, asOf, memberFilters, span } = view
  const dimension = controlDimension(view, control)
  const bands = of === 'control' ? control.goal.bands : control.bands.map(({ id }) => id)
  return {
    ...shareOf(
      view,
      dimension,
      control.bands.map(({ id }) => bands.includes(id)),
      [...memberFilters, filterOn(dimension, ...bands)]
    ),
    direction: 'increase',
    definition: of === 'control' ? controlProvenance(view, control).definition : monitoringDefinition(view, control),
    missing: population.index.cannotTell(registry),
    isWhole: span.first !== undefined && span.first <= windowStart(asOf, control.windowMonths)
  }
}

function monitoringDefinition(view: RegistryView, control: Control): Definition {
  const { title } = view.registry
  return registryDefinition(
    view,
    `monitoring/${control.id}`,
    m.monitoringOf(title, control.title, control.windowMonths),
    m.shareOfTheRegistrysPeopleWith(control.windowMonths),
    [{ title: m.intervalOfAProportionWilsonScore, publisher: m.wilsonEBJAmStatAssoc, year: 1927 }]
  )
}

function incidenceEquity(view: RegistryView): EquityFigure {
  const { registry, asOf, filters, span } = view
  const year = newCaseYear(view)
  const { stretch } = year
  const { start, end } = stretch ?? { start: asOf, end: asOf }
  return {
    kind: 'rate',
    unit: 'per1000PersonYears',
    direction: undefined,
    definition: year.definition,
    missing: year.missing,
    hasRepeats: false,
    date: end,
    isWhole: year.isWhole && span.first !== undefined && span.first <= start,
    view,
    perPart: 1,
    perOver: DAYS_PER_YEAR,
    people: (shard) => shard.population.select(end, filters),
    amounts(shard): PersonAmounts {
      const shardView = withFilters(inShard(view, shard), [])
      const people = fullBitset(shard.store.patients)
      const cases = newCases(shardView, { start, end })
      const parts = Uint8Array.from({ length: shard.store.patients }, (_, person) => (hasBit(cases, person) ? 1 : 0))
      const days = personDaysEach(people, { from: start, to: end }, riskWindow(shardView))
      return { parts, over: days }
    },
    figureOf: ({ parts, over }, more, provenance) =>
      rateFigure(
        parts,
        over,
        'per1000PersonYears',
        peopleRows(end, [...filters, filterOn(`entry:${registry.id}`, ...year.months), ...more]),
        provenance
      )
  }
}
