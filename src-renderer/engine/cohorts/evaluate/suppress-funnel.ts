import { isSmallCount } from '../../base/privacy/small-count.ts'
import type { CohortFunnel } from './funnel.ts'

/** A funnel of which counts may be left out. */
export interface SuppressedFunnel {
  readonly start: number | undefined
  readonly entry: number | undefined
  readonly entryReason: string | undefined
  readonly steps: readonly {
    readonly left: number | undefined
    readonly lost: number | undefined
    readonly unknown: number | undefined
  }[]
  readonly people: number | undefined
  readonly unknown: number | undefined
}

/**
 * A funnel without counts of 1 to `limit` people, and without any from which one follows: counts of a funnel are differences
 * of each other. Where a step has a small count, no step is shown; the cohort as a whole is, unless it or the rest is small.
 * @param isTold one of its counts must not leave for what left before
 */
export function suppressFunnel(funnel: CohortFunnel, limit: number, isTold = false): SuppressedFunnel {
  const { start, entry, entryReason, people, unknown } = funnel
  const isSmall = (count: number): boolean => isSmallCount(count, limit)
  const steps = funnel.steps.map(({ left, lost, unknown: open }) => ({ left, lost, unknown: open }))
  const small = [start, entry, start - entry, people, unknown, ...steps.flatMap((step) => Object.values(step))]
  if (!isTold && !small.some(isSmall)) return { start, entry, entryReason, steps, people, unknown }
  const nothing = steps.map(() => ({ left: undefined, lost: undefined, unknown: undefined }))
  const isShown = !isTold && ![start, people, start - people].some(isSmall)
  return {
    start: isTold || isSmall(start) ? undefined : start,
    entry: undefined,
    entryReason,
    steps: nothing,
    people: isShown ? people : undefined,
    unknown: undefined
  }
}
