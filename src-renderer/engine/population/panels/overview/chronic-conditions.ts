import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { defined } from '#shared/language/defined.ts'
import { mapTogether } from '../../../store/model/exchange.ts'
import { addMonths } from '../../../base/fhir/calendar.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { inRecords } from '../registry/registry-view.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import { countMatching, type View } from '../base/view.ts'
import type { Registry } from '../../registries/registry-definition.ts'

const definition: Definition = {
  id: 'overview/chronic',
  version: '1.0.0',
  title: common.chronicConditions,
  text: m.membersOfEachRegistryOnThe,
  sources: [{ title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 }]
}

/** Prevalence of every registry now and a year ago, most frequent first. */
export function chronicConditions(view: View): OverviewPanel['chronic'] {
  const { population } = view
  const peopleFilters = [...view.peopleFilters, inRecords]
  const provenance = view.provenance(definition)
  const yearAgo = addMonths(view.asOf, -12)
  const prevalence = (registry: Registry, asOf: number): Figure => {
    const { id } = registry
    const missing = population.index.cannotTell(registry)
    const all = countMatching(view, asOf, peopleFilters)
    const filters = [...peopleFilters, filterOn(`registry:${id}`, 'yes')]
    const rows = peopleRows(asOf, filters)
    return missing === undefined
      ? shareFigure(countMatching(view, asOf, filters), all, rows, provenance)
      : {
          value: undefined,
          unit: 'proportion',
          numerator: 0,
          denominator: all,
          missing,
          rows,
          provenance
        }
  }
  const rows = mapTogether(population.index.registries, (registry) => ({
    id: registry.id,
    label: registry.title,
    figure: prevalence(registry, view.asOf),
    yearAgo: prevalence(registry, yearAgo)
  }))
  return {
    rows: rows.sort((left, right) => defined(right.figure.numerator) - defined(left.figure.numerator)),
    provenance
  }
}
