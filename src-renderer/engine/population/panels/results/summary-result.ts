import type { DimensionInfo } from '../../selection/dimension-info.ts'
import type { Provenance } from '../../../base/figures/figure.ts'
import type { PeopleIdentity } from '../../people/people-identity.ts'
import type { Day } from '../../../base/figures/filter.ts'

/** One thing that the data of a screen rest on. */
export interface FitnessInput {
  readonly label: string
  /** 0..100 */
  readonly score: number
  readonly reason: string
}

/** Which data they are and how far they reach: what is told before it is known who is in view. */
export interface DataExtent {
  readonly snapshot: Provenance['snapshot']
  /** Everybody, in view or not. */
  readonly people: { readonly all: number }
  /** Who is in the data, in view or not. */
  readonly identity: PeopleIdentity
  readonly firstDay: Day | undefined
  /** Last day on which the main feeds have their ordinary volume: the suggested as-of date. */
  readonly lastDay: Day | undefined
  /** Dated records after it that did not move it, appointments aside. */
  readonly laterRecords: number
  readonly resources: Readonly<Record<string, number>>
}

/** Everything the shell needs once after loading, and again when the context changes. */
export interface Summary extends DataExtent {
  /** `missing`: why it cannot be told who is in view, where a filter needs resource types that did not arrive. */
  readonly people: { readonly inView: number; readonly all: number; readonly missing?: string | undefined }
  readonly fitness: { readonly score: number; readonly inputs: readonly FitnessInput[] }
  /** `people` is undefined where it cannot be computed; `missing` says why. */
  readonly registries: readonly {
    readonly id: string
    readonly title: string
    readonly people: number | undefined
    readonly missing?: string | undefined
    /** What the registry's people are measured by. */
    readonly controls: readonly { readonly id: string; readonly title: string; readonly windowMonths: number }[]
  }[]
  readonly dimensions: readonly DimensionInfo[]
}
