import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import type { Provenance } from '../../../base/figures/figure.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import { bandValues } from '../../registries/control-band.ts'
import type { Control } from '../../registries/registry-definition.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { controlDimension, controlProvenance, controlShare } from './control-series.ts'
import { ageSexDimension, ageSexGroups, comparableFigure, usAgeSexWeights } from '../base/age-sex.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { GroupRow } from '../results/shapes.ts'
import { prevalenceFigure } from './prevalence.ts'
import { sumCounts } from '../base/view.ts'
import type { RegistryView } from './registry-view.ts'

type Stratum = RegistryPanel['strata'][number]

const grouped = ['age', 'sex', 'race', 'ethnicity', 'payer', 'practice']

/**
 * Says in definitions how groups are made comparable; the standard is everybody in view, as the dashed line is of them.
 */
const adjustedText = m.adjustedDirectlyStandardizedByAgeAnd

/** What is compared between groups: people whose code in `dimension` is good, among those who have a code. */
interface Outcome {
  readonly dimension: string
  readonly good: readonly boolean[]
  /** Filters of those with the outcome. */
  readonly filters: readonly Filter[]
}

/** Where the counts of a dimension begin and how many values it has; everybody is a dimension of one value. */
interface Grouping {
  readonly dimension: string | undefined
  readonly values: number
  readonly first: number
}

/**
 * People by group, age and sex, and outcome, of all dimensions in one go: `[first + (group * ageSexGroups + ageSex) * outcomes + outcome]`.
 */
function countOutcomes(view: RegistryView, groupings: readonly Grouping[], outcome: Outcome): Int32Array {
  const outcomes = outcome.good.length
  const size = groupings.reduce((sum, { values }) => sum + values * ageSexGroups * outcomes, 0)
  return sumCounts(view, ({ people, population, asOf }) => {
    const counts = new Int32Array(size)
    const ageSex = population.codes(ageSexDimension, asOf)
    const outcomeOf = population.codes(outcome.dimension, asOf)
    // Those who have an outcome, and where each of them is counted within a group.
    const persons = ordinalsOf(people)
    const cells = new Int32Array(persons.length)
    let found = 0
    for (const person of persons) {
      const [group, answer] = [ageSex[person]!, outcomeOf[person]!]
      if (answer < 0) continue
      persons[found] = person
      cells[found++] = (group < 0 ? ageSexGroups - 1 : group) * outcomes + answer
    }
    for (const { dimension, first } of groupings) {
      const groupOf = dimension === undefined ? new Int8Array(people.length * 32) : population.codes(dimension, asOf)
      for (let index = 0; index < found; index++) {
        const group = groupOf[persons[index]!]!
        if (group >= 0) counts[first + group * ageSexGroups * outcomes + cells[index]!]!++
      }
    }
    return counts
  })
}

/** People per age and sex, those with the outcome and all of them, of one group; people without age or sex last. */
function byAgeSex(
  counts: Int32Array,
  first: number,
  group: number,
  good: readonly boolean[]
): { readonly part: Float64Array; readonly all: Float64Array } {
  const part = new Float64Array(ageSexGroups)
  const all = new Float64Array(ageSexGroups)
  for (let cell = 0; cell < ageSexGroups; cell++) {
    good.forEach((isGood, outcome) => {
      const count = counts[first + (group * ageSexGroups + cell) * good.length + outcome]!
      all[cell]! += count
      if (isGood) part[cell]! += count
    })
  }
  return { part, all }
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function groups(view: RegistryView, outcome: Outcome, provenance: Provenance): Stratum['groups'] {
  const { population, asOf } = view
  const groupings: Grouping[] = []
  let first = 0
  for (const dimension of [undefined, ...grouped]) {
    const values = dimension === undefined ? 1 : population.dimension(dimension).values.length
    groupings.push({ dimension, values, first })
    first += values * ageSexGroups * outcome.good.length
  }
  const counts = countOutcomes(view, groupings, outcome)
  // The standard has no place for people without age or sex.
  const standard = (counted: Float64Array): Float64Array => counted.subarray(0, usAgeSexWeights.length)
  const everybody = [...standard(byAgeSex(counts, 0, 0, outcome.good).all)]
  return groupings.flatMap(({ dimension: id, first: place }): Stratum['groups'] => {
    if (id === undefined) return []
    const dimension = population.dimension(id)
    const rows = dimension.values.map(({ value, label }, group): GroupRow => {
      const ageSexCounts = byAgeSex(counts, place, group, outcome.good)
      const all = sumOf(ageSexCounts.all)
      const filter = filterOn(id, value)
      const figure = shareFigure(
        sumOf(ageSexCounts.part),
        all,
        peopleRows(asOf, [...outcome.filters, filter]),
        provenance
      )
      const row = { group: value, label, figure, people: all, filter }
      // Groups of age or sex are what the others are adjusted for.
      if (id === 'age' || id === 'sex') return row
      return {
        ...row,
        adjusted: comparableFigure(figure, standard(ageSexCounts.part), standard(ageSexCounts.all), everybody)
      }
    })
    return [{ dimension: id, label: dimension.label, rows: rows.filter((row) => row.people > 0) }]
  })
}

function withAdjustment(provenance: Provenance): Provenance {
  const { definition } = provenance
  return { ...provenance, definition: { ...definition, text: `${definition.text} ${adjustedText}` } }
}

function controlStratum(view: RegistryView, control: Control): Stratum {
  const provenance = withAdjustment(controlProvenance(view, control))
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
export function strata(view: RegistryView, crude: Provenance): RegistryPanel['strata'] {
  const dimension = `registry:${view.registry.id}`
  const prevalence = withAdjustment(crude)
  return [
    {
      id: 'prevalence',
      title: m.prevalence,
      overall: prevalenceFigure(view, view.asOf, prevalence),
      groups: groups(view, { dimension, good: [false, true], filters: view.memberFilters }, prevalence),
      provenance: prevalence
    },
    ...view.registry.controls.map((control) => controlStratum(view, control))
  ]
}
