import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import { countBits, countCommon, intersect, ordinalsOf, type Bitset } from '../../../base/kernels/bitset.ts'
import { exactPoissonInterval } from '../../../base/stats/exact-poisson.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import { addLists, sumCounts, sumNumbers, sumShards } from '../base/view.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'

const shown = 8

const definitionText = m.amongTheRegistrysPeopleInView

const sources = [{ title: m.exactIntervalOfAPoissonCount, publisher: m.garwoodBiometrika28437442, year: 1936 }]

/** The people of a shard who are in a registry, whoever is in view. */
function peopleOf({ population, asOf }: RegistryView, id: string): Bitset {
  return population.select(asOf, [filterOn(`registry:${id}`, 'yes')])
}

function membersOf(shard: RegistryView): Bitset {
  return intersect(shard.people, peopleOf(shard, shard.registry.id))
}

/** Members by age band and sex, those of them with each other condition, and those with each two. */
interface Together {
  readonly inStratum: Int32Array
  readonly withCondition: readonly Int32Array[]
  readonly together: readonly Int32Array[]
}

function countTogether(
  shard: RegistryView,
  others: readonly { readonly id: string }[],
  sexValues: number,
  strata: number
): Together {
  const { population, asOf } = shard
  const members = membersOf(shard)
  const withOthers = others.map(({ id }) => intersect(members, peopleOf(shard, id)))
  const ages = population.codes('age', asOf)
  const sexes = population.codes('sex', asOf)
  const count = (people: Bitset): Int32Array => {
    const counts = new Int32Array(strata)
    for (const person of ordinalsOf(people)) counts[(ages[person]! + 1) * sexValues + sexes[person]!]!++
    return counts
  }
  const inStratum = count(members)
  const withCondition = withOthers.map(count)
  const together = withOthers.map((conditionMembers, i) =>
    Int32Array.from(withOthers, (other, j) => (j <= i ? countCommon(conditionMembers, other) : 0))
  )
  return { inStratum, withCondition, together }
}

function addTogether(left: Together, right: Together): Together {
  return {
    inStratum: addLists(left.inStratum, right.inStratum),
    withCondition: left.withCondition.map((counts, index) => addLists(counts, right.withCondition[index]!)),
    together: left.together.map((counts, index) => addLists(counts, right.together[index]!))
  }
}

/** How often the most frequent other conditions of the registry's people come together. */
export function comorbidity(view: RegistryView): RegistryPanel['comorbidity'] {
  const { population, asOf, registry } = view
  const title = m.conditionsThatComeTogether(registry.title)
  const provenance = view.provenance(registryDefinition(view, 'comorbidity', title, definitionText, sources))
  const total = sumNumbers(view, (shard) => countBits(membersOf(shard)))
  const candidates = population.index.registries.filter((other) => other !== registry)
  const counts = sumCounts(view, (shard) => {
    const members = membersOf(shard)
    return Int32Array.from(candidates, ({ id }) => countCommon(members, peopleOf(shard, id)))
  })
  const others = candidates
    .map(({ id, title: label }, index) => ({ id, label, count: counts[index]! }))
    .filter((other) => other.count > 0)
    .sort((left, right) => right.count - left.count)
    .slice(0, shown)

  const sexValues = population.dimension('sex').values.length
  const strata = (population.dimension('age').values.length + 1) * sexValues
  const { inStratum, withCondition, together } = sumShards(
    view,
    (shard) => countTogether(shard, others, sexValues, strata),
    addTogether
  )
  const cell = (i: number, j: number): Figure => {
    const ids = i === j ? [others[i]!.id] : [others[i]!.id, others[j]!.id]
    const rows = peopleRows(asOf, [...view.memberFilters, ...ids.map((id) => filterOn(`registry:${id}`, 'yes'))])
    const observed = together[i]![j]!
    if (i === j) return shareFigure(observed, total, rows, provenance)
    let expected = 0
    for (let stratum = 0; stratum < strata; stratum++) {
      if (inStratum[stratum] === 0) continue
      expected += (withCondition[i]![stratum]! * withCondition[j]![stratum]!) / inStratum[stratum]!
    }
    return {
      value: expected > 0 ? observed / expected : undefined,
      unit: 'ratio',
      numerator: observed,
      denominator: expected,
      ...(expected > 0 ? { interval: exactPoissonInterval(observed, 1 / expected) } : {}),
      rows,
      provenance
    }
  }
  return {
    labels: others.map(({ id, label }) => ({ id, label })),
    cells: others.map((_, i) => Array.from({ length: i + 1 }, (__, j) => cell(i, j))),
    provenance
  }
}
