import { countBits, countCommon, intersect, type Bitset } from '../../base/kernels/bitset.ts'
import type { EvaluatedCohort, EvaluatedNode } from './cohort-evaluator.ts'

/** How many people meet a node by itself, among those who enter. */
export interface NodeCounts {
  readonly meets: number
  readonly unknown: number
  /** Why the others cannot be told, within a sentence. */
  readonly reason: string | undefined
  readonly nodes: readonly NodeCounts[]
}

/** One step of the attrition funnel: `left + lost + unknown` is what the step before had left. */
export interface FunnelStep {
  readonly left: number
  readonly lost: number
  /** Of whom the data cannot tell; they are not in the cohort either. */
  readonly unknown: number
  readonly alone: NodeCounts
}

/** The attrition funnel of a cohort. */
export interface CohortFunnel {
  /** People before there is any criterion. */
  readonly start: number
  /** Those with the index event; the same without one. */
  readonly entry: number
  readonly entryReason: string | undefined
  readonly steps: readonly FunnelStep[]
  readonly people: number
  readonly unknown: number
}

/** Counts who is left after each step. @param among only these people are counted; everybody without */
export function funnelOf(
  { start, entry: all, entryReason, steps, people, unknown }: EvaluatedCohort,
  among?: Bitset
): CohortFunnel {
  const entry = among === undefined ? all : intersect(all, among)
  const count = ({ truth, nodes }: EvaluatedNode): NodeCounts => {
    const open = countCommon(entry, truth.unknown)
    return {
      meets: countCommon(entry, truth.yes),
      unknown: open,
      reason: open > 0 ? truth.reason : undefined,
      nodes: nodes.map(count)
    }
  }
  let before = entry
  const counted = steps.map((step): FunnelStep => {
    const after = intersect(before, step.truth.yes)
    const had = countBits(before)
    const left = countBits(after)
    const open = countCommon(before, step.truth.unknown)
    before = after
    return { left, lost: had - left - open, unknown: open, alone: count(step) }
  })
  return {
    start: among === undefined ? countBits(start) : countCommon(start, among),
    entry: countBits(entry),
    entryReason,
    steps: counted,
    people: countCommon(entry, people),
    // Where the index event cannot be told, nobody enters.
    unknown: among === undefined ? countBits(unknown) : countCommon(unknown, among)
  }
}
