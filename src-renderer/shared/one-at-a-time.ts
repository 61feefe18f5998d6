/** Runs pieces of work one after another; one that fails does not keep the next from being done. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>

/** A queue of its own. What it is given runs when everything given before has ended. */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    // Whoever gave the work hears of its failure.
    last = next.catch(() => undefined)
    return next
  }
}
