import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { mapTogether } from '../../../store/model/exchange.ts'
import type { Provenance } from '../../../base/figures/figure.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import { countPairs, type Codes } from '../../../base/kernels/codes.ts'
import { bandValues } from '../../registries/control-band.ts'
import type { Control } from '../../registries/registry-definition.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { controlDimension, controlProvenance, controlShare } from './control-series.ts'
import { ageSexDimension, comparableFigure, usAgeSexWeights } from '../base/age-sex.ts'
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

/** The group of each person of a shard. */
type GroupCodes = (shard: RegistryView) => Codes

/** People of each group, age and sex by outcome: `[(group * standard + ageSex) * outcomes + outcome]`. */
function countOutcomes(view: RegistryView, groupOf: GroupCodes, groups: number, outcome: Outcome): Int32Array {
  const standard = usAgeSexWeights.length
  const outcomes = outcome.good.length
  return sumCounts(view, (shard) => {
    const { people, population, asOf } = shard
    const counts = new Int32Array(groups * standard * outcomes)
    const group = groupOf(shard)
    const ageSex = population.codes(ageSexDimension, asOf)
    const outcomeOf = population.codes(outcome.dimension, asOf)
    for (const patient of ordinalsOf(people)) {
      const [left, middle, right] = [group[patient]!, ageSex[patient]!, outcomeOf[patient]!]
      if (left >= 0 && middle >= 0 && right >= 0) counts[(left * standard + middle) * outcomes + right]!++
    }
    return counts
  })
}

/** People per age and sex, those with the outcome and all of them, of one group. */
function byAgeSex(
  counts: Int32Array,
  group: number,
  good: readonly boolean[]
): { readonly part: Float64Array; readonly all: Float64Array } {
  const standard = usAgeSexWeights.length
  const part = new Float64Array(standard)
  const all = new Float64Array(standard)
  for (let cell = 0; cell < standard; cell++) {
    good.forEach((isGood, outcome) => {
      const count = counts[(group * standard + cell) * good.length + outcome]!
      all[cell]! += count
      if (isGood) part[cell]! += count
    })
  }
  return { part, all }
}

function groups(view: RegistryView, outcome: Outcome, provenance: Provenance): Stratum['groups'] {
  const { population, asOf } = view
  const outcomeValues = outcome.good.length
  const everybody = byAgeSex(
    countOutcomes(view, ({ store }) => new Int8Array(store.patients), 1, outcome),
    0,
    outcome.good
  ).all
  return mapTogether(grouped, (id) => {
    const dimension = population.dimension(id)
    const codesOf: GroupCodes = (shard) => shard.population.codes(id, asOf)
    const size = dimension.values.length
    const counts = sumCounts(view, (shard) =>
      countPairs(codesOf(shard), size, shard.population.codes(outcome.dimension, asOf), outcomeValues, shard.people)
    )
    // Groups of age or sex are what the others are adjusted for.
    const adjustable = id !== 'age' && id !== 'sex'
    const cells = adjustable ? countOutcomes(view, codesOf, size, outcome) : new Int32Array()
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
      const row = { group: value, label, figure, people: all, filter }
      if (!adjustable) return row
      const own = byAgeSex(cells, group, outcome.good)
      return { ...row, adjusted: comparableFigure(figure, own.part, own.all, [...everybody]) }
    })
    return { dimension: id, label: dimension.label, rows: rows.filter((row) => row.people > 0) }
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
