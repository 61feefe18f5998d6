import type { Provenance } from '../../../base/figures/figure.ts'
import { countPairs } from '../../../base/kernels/codes.ts'
import { bandValues } from '../../registries/control-band.ts'
import type { Control } from '../../registries/registry-definition.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { controlDimension, controlProvenance, controlShare } from './control-series.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { GroupRow } from '../results/shapes.ts'
import { prevalenceFigure } from './prevalence.ts'
import type { RegistryView } from './registry-view.ts'

type Stratum = RegistryPanel['strata'][number]

const grouped = ['age', 'sex', 'race', 'ethnicity', 'payer', 'practice']

/** What is compared between groups: people whose code in `dimension` is good, among those who have a code. */
interface Outcome {
  readonly dimension: string
  readonly good: readonly boolean[]
  /** Filters of those with the outcome. */
  readonly filters: readonly Filter[]
}

function groups(view: RegistryView, outcome: Outcome, provenance: Provenance): Stratum['groups'] {
  const { population, asOf, people } = view
  const outcomes = population.codes(outcome.dimension, asOf)
  const outcomeValues = outcome.good.length
  return grouped.map((id) => {
    const dimension = population.dimension(id)
    const counts = countPairs(population.codes(id, asOf), dimension.values.length, outcomes, outcomeValues, people)
    const rows = dimension.values.map(({ value, label }, group): GroupRow => {
      let part = 0
      let all = 0
      for (let code = 0; code < outcomeValues; code++) {
        const count = counts[group * outcomeValues + code]!
        all += count
        if (outcome.good[code] === true) part += count
      }
      const filter = filterOn(id, value)
      const figure = shareFigure(part, all, peopleRows(asOf, [...outcome.filters, filter]), provenance)
      return { group: value, label, figure, people: all, filter }
    })
    return { dimension: id, label: dimension.label, rows: rows.filter((row) => row.people > 0) }
  })
}

function controlStratum(view: RegistryView, control: Control): Stratum {
  const provenance = controlProvenance(view, control)
  const dimension = controlDimension(view, control)
  const { goal } = control
  return {
    id: control.id,
    title: goal.title,
    overall: controlShare(view, control, goal, view.asOf, provenance),
    groups: groups(
      view,
      {
        dimension,
        good: bandValues(control).map(({ value }) => goal.bands.includes(value)),
        filters: [...view.memberFilters, filterOn(dimension, ...goal.bands)]
      },
      provenance
    ),
    provenance
  }
}

/** Prevalence and controlled shares by age, sex, race, ethnicity, payer and practice on the date. */
export function strata(view: RegistryView, prevalence: Provenance): RegistryPanel['strata'] {
  const dimension = `registry:${view.registry.id}`
  return [
    {
      id: 'prevalence',
      title: 'Prevalence',
      overall: prevalenceFigure(view, view.asOf, prevalence),
      groups: groups(view, { dimension, good: [false, true], filters: view.memberFilters }, prevalence),
      provenance: prevalence
    },
    ...view.registry.controls.map((control) => controlStratum(view, control))
  ]
}
