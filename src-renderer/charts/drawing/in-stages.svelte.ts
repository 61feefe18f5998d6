import { untrack } from 'svelte'
import { inNextTask } from '../../state/feedback/yield-to-paint.ts'

/**
 * Hands a value to the parts of a screen one after another, each in a task of its own, so that no task has to build all of
 * them. Call it while a component is set up.
 * @returns a reader per stage; the first has the value at once
 */
export function inStages<T>(source: () => T, stages: number): readonly (() => T)[] {
  const before = untrack(source)
  let shown = $state.raw<readonly T[]>(Array.from({ length: stages }, () => before))
  $effect(() => {
    const next = source()
    let wanted = true
    const hand = (stage: number): void => {
      if (!wanted || stage >= stages) return
      shown = shown.with(stage, next)
      inNextTask(() => hand(stage + 1))
    }
    untrack(() => hand(0))
    return () => {
      wanted = false
    }
  })
  return Array.from({ length: stages }, (_, stage) => () => shown[stage]!)
}
