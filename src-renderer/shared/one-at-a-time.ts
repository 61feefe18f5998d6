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

/** Runs pieces of work about the same thing one after another, and those about others meanwhile. */
export type OneAtATimeFor = <T>(thing: string, work: () => Promise<T>) => Promise<T>

/** A queue for each thing that something is done about. */
export function oneAtATimeFor(): OneAtATimeFor {
  const queues = new Map<string, OneAtATime>()
  return (thing, work) => {
    const queue = queues.get(thing) ?? oneAtATime()
    queues.set(thing, queue)
    return queue(work)
  }
}
