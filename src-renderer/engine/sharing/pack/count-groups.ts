import { defined } from '#shared/language/defined.ts'
import { countCommon } from '../../base/kernels/bitset.ts'
import { countCodes, countPairs } from '../../base/kernels/codes.ts'
import { allPeople } from '../../population/people/all-people.ts'
import type { Cohorts } from '../../cohorts/members/cohorts.ts'
import { publicValues } from './public-values.ts'
import type { PackCohort } from './pack-cohorts.ts'
import { addLists, sumShards, type View } from '../../population/panels/base/view.ts'
import { bandValues } from '../../population/registries/control-band.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'

/** All numbers of a pack as they are in a population, none withheld. They stay on this computer. */
export interface CountedPack {
  readonly people: GroupCounts
  /** Registries, then cohorts. */
  readonly members: readonly MemberCounts[]
}

/** A value of a group, such as an age band. */
export interface GroupValue {
  readonly value: string
  readonly label: string
}

/** How people are divided. */
export interface PackGrouping {
  readonly id: string
  readonly label: string
  readonly values: readonly GroupValue[]
}

const other: GroupValue = { value: 'other', label: 'Other values' }

/** The questions by which a pack divides people: those whose values are the same at every site. */
const packGroupings = ['age', 'sex', 'race', 'ethnicity'] as const

/** People of a view in all, and by group. */
export interface GroupCounts {
  readonly all: number
  readonly groups: readonly { readonly grouping: PackGrouping; readonly counts: Float64Array }[]
}

/** What is counted of a registry or a cohort. */
export interface MemberCounts {
  readonly kind: 'registry' | 'cohort'
  readonly id: string
  readonly title: string
  /** Why the data cannot tell who is in it. */
  readonly missing: string | undefined
  readonly members: GroupCounts
  /** Those of a registry. */
  readonly controls: readonly {
    readonly id: string
    readonly title: string
    readonly met: number
    readonly all: number
    /** Bands that meet the goal. */
    readonly bands: readonly string[]
  }[]
  /** People of whom the data cannot tell whether they are in a cohort. */
  readonly unknown?: number
}

/** How the values of a dimension are those of a grouping. */
interface Mapped {
  readonly grouping: PackGrouping
  readonly placeOf: Int32Array
}

function mapped(view: View, id: string): Mapped {
  const dimension = view.population.dimension(id)
  const known = publicValues[id]
  if (known === undefined)
    return {
      grouping: { id, label: dimension.label, values: dimension.values },
      placeOf: Int32Array.from(dimension.values, (_, code) => code)
    }
  const unknown = defined(dimension.values.find(({ value }) => value === 'unknown'))
  const values = [...known.map((label) => ({ value: label, label })), other, unknown]
  return {
    grouping: { id, label: dimension.label, values },
    placeOf: Int32Array.from(dimension.values, ({ value }) => {
      const place = values.findIndex((each) => each.value === value)
      return place < 0 ? known.length : place
    })
  }
}

/** Counts everybody in view by each grouping. */
export function countByGroup(view: View): GroupCounts {
  const counted = packGroupings.map((id) => {
    const { grouping, placeOf } = mapped(view, id)
    const size = placeOf.length
    const counts = sumShards(
      view,
      (shard) => countCodes(shard.population.codes(id, shard.asOf), shard.people, size),
      addLists
    )
    return { grouping, counts: placed(counts, placeOf, grouping.values.length) }
  })
  return { all: counted[0]!.counts.reduce((sum, count) => sum + count, 0), groups: counted }
}

/** Counts the people in view with a yes to a question, by each grouping. */
function countMembers(view: View, dimension: string): GroupCounts {
  const groups = packGroupings.map((id) => {
    const { grouping, placeOf } = mapped(view, id)
    const pairs = sumShards(
      view,
      (shard) =>
        countPairs(
          shard.population.codes(id, shard.asOf),
          placeOf.length,
          shard.population.codes(dimension, shard.asOf),
          2,
          shard.people
        ),
      addLists
    )
    const members = Float64Array.from(placeOf, (_, code) => pairs[code * 2 + 1]!)
    return { grouping, counts: placed(members, placeOf, grouping.values.length) }
  })
  return { all: groups[0]!.counts.reduce((sum, count) => sum + count, 0), groups }
}

/** Counts the members of a cohort in view, which is a dimension of the population. */
export function countPackCohort(view: View, { id, definition: { title } }: PackCohort, cohorts: Cohorts): MemberCounts {
  const evaluated = cohorts.evaluate(id, view.asOf)
  const living = allPeople(view.population).select(view.asOf, view.peopleFilters)
  const unknown = countCommon(evaluated.unknown, living)
  const members = countMembers(view, `cohort:${id}`)
  const reason = evaluated.entryReason ?? evaluated.steps.find(({ truth }) => truth.reason !== undefined)?.truth.reason
  const isUndecidable = members.all === 0 && unknown > 0
  return { kind: 'cohort', id, title, missing: isUndecidable ? reason : undefined, members, controls: [], unknown }
}

/** Counts the members of a registry in view by each grouping, and those of its controls that meet the goal. */
export function countRegistry(view: View, registry: Registry): MemberCounts {
  return {
    kind: 'registry',
    id: registry.id,
    title: registry.title,
    missing: view.population.index.cannotTell(registry),
    members: countMembers(view, `registry:${registry.id}`),
    controls: registry.controls.map((control) => {
      const bands = bandValues(control)
      const counts = sumShards(
        view,
        (shard) => {
          const { population, asOf, people } = shard
          return countCodes(population.codes(`control:${registry.id}/${control.id}`, asOf), people, bands.length)
        },
        addLists
      )
      const met = bands.reduce(
        (sum, { value }, code) => (control.goal.bands.includes(value) ? sum + counts[code]! : sum),
        0
      )
      return {
        id: control.id,
        title: control.goal.title,
        met,
        all: counts.reduce((sum, count) => sum + count, 0),
        bands: control.goal.bands.filter((band) => bands.some(({ value }) => value === band))
      }
    })
  }
}

function placed(counts: ArrayLike<number>, placeOf: Int32Array, size: number): Float64Array {
  const result = new Float64Array(size)
  for (let code = 0; code < counts.length; code++) result[placeOf[code]!]! += counts[code]!
  return result
}
