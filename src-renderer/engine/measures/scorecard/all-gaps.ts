import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import type { Definition, Provenance } from '../../base/figures/figure.ts'
import { differenceProbability, type SplitGap } from '../../base/stats/compare-proportions.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { membersOf } from '../rates/rate-tally.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import type { MeasureGap, MeasureGaps } from '../results/equity-result.ts'
import { gapFigure, groupCases, type ValuePeople } from './group-gaps.ts'

/**
 * Gaps that chance alone shows on average over all measures and groups of a dimension together. It is divided among the comparisons
 * (Bonferroni's inequality), so that it holds for any number of measures, however they depend on each other.
 */
const EXPECTED_FALSE = 0.2

const definition: Definition = {
  id: 'measures/equity-gaps',
  version: '1.0.0',
  title: m.gapsOfAllMeasures,
  text: m.everyRateThatIsAProportion(EXPECTED_FALSE),
  sources: [
    { title: m.theDesignOfExperiments, publisher: m.fisherRAOliverAndBoyd, year: 1935 },
    { title: m.multipleComparisonsAmongMeans, publisher: m.dunnOJJAmStatAssoc, year: 1961 }
  ]
}

/** A gap before it is known how many there are. */
interface Compared {
  readonly rate: Rate
  readonly gap: Omit<MeasureGap, 'beyondChance' | 'split'>
  readonly members: Bitset
}

/**
 * How many times greater the variance of a rate is than that of different people, at most: somebody may have several cases, and
 * these may all end alike.
 */
function caseDispersion({ group }: Rate): number {
  const counts = membersOf(group, 'denominator')?.counts
  if (counts === undefined) return 1
  let [sum, squares] = [0, 0]
  for (const count of counts) {
    sum += count
    squares += count * count
  }
  return sum === 0 ? 1 : squares / sum
}

/**
 * The gaps of all measures between the groups of a dimension and one of them, the least likely by chance first.
 *
 * @param values the groups
 * @param reference the value of the group that the others are compared with
 * @param provenanceOf says where the figures of a rate come from
 * @param split divides the gaps that chance does not explain by practice
 */
export function allGaps(
  view: PeopleView,
  input: MeasureInput,
  values: readonly ValuePeople[],
  reference: ValuePeople,
  provenanceOf: (rate: Rate) => Provenance,
  split: (rate: Rate, members: Bitset, reference: Bitset) => SplitGap | undefined
): MeasureGaps {
  const compared = ratesOfRun(input).flatMap((rate): Compared[] => {
    if (rate.definition.scoring !== 'proportion' || rate.cannotCompute !== undefined) return []
    const provenance = provenanceOf(rate)
    const groups = groupCases(view, rate, values, provenance)
    const base = groups.find(({ value }) => value === reference.value)
    if (base === undefined) return []
    const dispersion = caseDispersion(rate)
    return groups.flatMap(({ value, label, cases, members, unrecorded, rate: figure }): Compared[] => {
      if (value === base.value) return []
      const gap = {
        key: rate.key,
        title: rate.title,
        improvement: rate.improvement,
        value,
        label,
        unrecorded,
        rate: figure,
        gap: gapFigure(cases, base.cases, provenance),
        probability: differenceProbability(cases, base.cases, dispersion)
      }
      return [{ rate, gap, members }]
    })
  })
  const level = EXPECTED_FALSE / Math.max(1, compared.length)
  const rows = compared.map(({ rate, gap, members }): MeasureGap => {
    const beyondChance = gap.probability <= level
    return { ...gap, beyondChance, split: beyondChance ? split(rate, members, reference.members) : undefined }
  })
  return {
    reference: reference.label,
    rows: rows.toSorted((left, right) => left.probability - right.probability),
    expectedFalse: EXPECTED_FALSE,
    level,
    provenance: view.provenance(definition)
  }
}
