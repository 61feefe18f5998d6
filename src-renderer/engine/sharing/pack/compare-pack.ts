import type { Day } from '../../base/figures/filter.ts'
import { canonicalJson } from './canonical-json.ts'
import { packCounts } from './pack-counts.ts'
import type { FigureRelease } from '../published/figure-release.ts'
import { proportionDifference } from '../../base/stats/compare-proportions.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { cellsOf, countPack } from './make-pack.ts'
import type { CountedPack } from './count-groups.ts'
import type { PackCount, PackDocument } from './pack-document.ts'
import { tellingCells } from './contained-cohorts.ts'
import type { PackCohort } from './pack-cohorts.ts'
import { viewOf } from '../../population/panels/base/view.ts'
import { suppressPack } from './suppress-pack.ts'

/** One aggregate of a pack next to the same one in the data of this site. */
export interface ComparedAggregate {
  readonly key: string
  readonly title: string
  readonly group: string
  readonly theirs: PackCount
  /** Undefined where these data cannot tell it. */
  readonly ours: PackCount | undefined
  /** Shares of what the aggregate is a part of; undefined where a count of it is withheld, nobody is counted, or it is everybody. */
  readonly theirShare: number | undefined
  readonly ourShare: number | undefined
  /** Our share less theirs, with the interval of Newcombe. */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number } | undefined
}

/** A pack re-run over other data. */
export interface ComparedPack {
  readonly aggregates: readonly ComparedAggregate[]
  /** Aggregates whose count is the same in both. */
  readonly equal: number
  /** Aggregates whose share differs by more than chance: the interval of the difference does not hold 0. */
  readonly different: number
  /** Aggregates of which one side has no number. */
  readonly notComparable: number
  /** Questions of the pack that these data cannot answer, with the reason. */
  readonly cannotTell: readonly { readonly title: string; readonly reason: string }[]
}

/** A comparison that leaves this computer. */
export interface LeavingComparison {
  readonly release: FigureRelease
  /** Registries of this program, as JSON: those of a pack that differ from them count other people. */
  readonly own: readonly unknown[]
  /** Cohorts of this site as packs name them, so that those of a pack are the same question. */
  readonly cohorts?: readonly PackCohort[]
}

/** Keys of counts of this site that must not leave for what left before. */
function withheldKeys(
  { aggregates, definitions }: PackDocument,
  counted: CountedPack,
  asOf: Day,
  { release, own: programRegistries, cohorts = [] }: LeavingComparison
): ReadonlySet<string> {
  const { people, parts } = cellsOf(counted)
  const asked = new Set(aggregates.map(({ key }) => key))
  const cells = [people, ...parts].flatMap(({ cells: all }) => all.filter(({ key }) => asked.has(key)))
  const known = new Set(programRegistries.map((definition) => canonicalJson(definition)))
  const others = new Map(
    definitions.flatMap(({ id, sha256, definition }) =>
      known.has(canonicalJson(definition)) ? [] : [[id, `${id}#${sha256.slice(0, 16)}`] as const]
    )
  )
  const saved = new Map(cohorts.map(({ id, savedAs }) => [id, savedAs]))
  const named = (id: string): string => others.get(id) ?? saved.get(id) ?? id
  const counts = packCounts(cells, counted.members, asOf, release.dataOf(''), named)
  // Each is asked about.
  return new Set([...counts].flatMap(([key, count]) => (release.hidesCount(count) ? [key] : [])))
}

/**
 * Counts the questions of a pack in a population and sets both side by side.
 * @param population opened with the registries of the pack's own definitions
 * @param asOf date of the counts here
 * @param limit counts of 1 to so many people of this site are withheld, with what would tell them; 0 on its own screen
 * @param leaving where the comparison leaves: what is asked about every count of this site
 */
export function comparePack(
  pack: PackDocument,
  population: PopulationView,
  asOf: Day,
  limit: number,
  leaving?: LeavingComparison
): ComparedPack {
  const counted = countPack(population, asOf, pack.cohorts)
  const { people, parts } = cellsOf(counted)
  const told = new Set([
    ...(limit === 0 ? [] : tellingCells(viewOf(population, { asOf, filters: [] }), counted, limit)),
    ...(leaving === undefined ? [] : withheldKeys(pack, counted, asOf, leaving))
  ])
  const ours = suppressPack(people, parts, limit, '', [], told).counts
  const theirs = new Map(pack.aggregates.map((aggregate) => [aggregate.key, aggregate.people]))
  const aggregates = pack.aggregates.map(({ key, title, group, people: their, of }): ComparedAggregate => {
    const our = ours.get(key)
    const theirWhole = of === undefined ? undefined : theirs.get(of)
    const ourWhole = of === undefined ? undefined : ours.get(of)
    const share = (met: PackCount | undefined, total: PackCount | undefined): number | undefined =>
      typeof met === 'number' && typeof total === 'number' && total > 0 ? met / total : undefined
    const theirShare = share(their, theirWhole)
    const ourShare = share(our, ourWhole)
    const difference =
      theirShare === undefined || ourShare === undefined
        ? undefined
        : proportionDifference(
            { met: Number(our), of: Number(ourWhole) },
            { met: Number(their), of: Number(theirWhole) }
          )
    return {
      key,
      title,
      group,
      theirs: their,
      ours: our,
      theirShare,
      ourShare,
      difference: difference && {
        value: difference.value,
        low: difference.interval.low,
        high: difference.interval.high
      }
    }
  })
  return {
    aggregates,
    equal: aggregates.filter((each) => typeof each.ours === 'number' && each.ours === each.theirs).length,
    different: aggregates.filter(({ difference: d }) => d !== undefined && (d.low > 0 || d.high < 0)).length,
    notComparable: aggregates.filter((each) => typeof each.ours !== 'number' || typeof each.theirs !== 'number').length,
    cannotTell: counted.members.flatMap(({ title, missing }) =>
      missing === undefined ? [] : [{ title, reason: missing }]
    )
  }
}
