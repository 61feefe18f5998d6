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

/** Everything the shell needs once after loading, and again when the context changes. */
export interface Summary {
  readonly snapshot: Provenance['snapshot']
  /** `missing`: why it cannot be told who is in view, where a filter needs resource types that did not arrive. */
  readonly people: { readonly inView: number; readonly all: number; readonly missing?: string | undefined }
  /** Who is in the data, in view or not. */
  readonly identity: PeopleIdentity
  readonly firstDay: Day | undefined
  /** Last day on which the main feeds have their ordinary volume: the suggested as-of date. */
  readonly lastDay: Day | undefined
  /** Dated records after it that did not move it, appointments aside. */
  readonly laterRecords: number
  readonly resources: Readonly<Record<string, number>>
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
