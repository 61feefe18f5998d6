import { engineMessages as m } from '#messages/engine.ts'

/** Brings together what the shards of several threads tell, where each thread asks the same of its own shards. */
export interface Exchange {
  /**
   * Gives the parts of the shards of this thread to all others, and waits for theirs.
   * @param label says what is asked; it has to be the same in all threads
   * @returns the parts of all shards, in the order of the shards
   */
  gather(parts: readonly unknown[], label: string): readonly unknown[]
}

/** How questions to shards are asked for now. @param ask asks the shards of this thread */
type Gather = (ask: () => readonly unknown[], label: string) => readonly unknown[]

let current: Gather | undefined
let mayAsk = true

function runWith<T>(gather: Gather | undefined, run: () => T): T {
  const before = current
  current = gather
  try {
    return run()
  } finally {
    current = before
  }
}

/** Runs a computation whose questions to shards are asked in other threads, too, which run the same at the same time. */
export function askTogether<T>(exchange: Exchange, run: () => T): T {
  return runWith((ask, label) => exchange.gather(ask(), label), run)
}

/**
 * Makes a value that may be dropped and made again in one thread and not in the others, so that it must not ask these but for what is asked
 * once only.
 */
export function askingNothing<T>(make: () => T): T {
  const before = mayAsk
  mayAsk = false
  try {
    return make()
  } finally {
    mayAsk = before
  }
}

/** Ends a computation that needs the parts of other threads. */
class Waiting extends Error {
  readonly parts: readonly unknown[]

  constructor(parts: readonly unknown[]) {
    super(m.thePartsOfOtherThreadsAre)
    this.parts = parts
  }
}

/**
 * Computes something for each of a list, such as the months of a chart: threads exchange the parts of all of them at once. What
 * has waited for parts is computed again when they are there, without asking the shards again.
 * @param compute depends on its arguments and on merged parts alone
 */
export function mapTogether<T, R>(items: readonly T[], compute: (item: T, index: number) => R): R[] {
  const outer = current
  if (outer === undefined || items.length < 2) return items.map(compute)
  const answers: (readonly unknown[])[][] = items.map(() => [])
  const results: R[] = []
  let open = [...items.keys()]
  while (open.length > 0) {
    const waiting: { readonly index: number; readonly parts: readonly unknown[] }[] = []
    for (const index of open) {
      let next = 0
      const gather: Gather = (ask, label) => {
        // What is asked once only is remembered, so that it must not be asked for one of them alone.
        if (label !== '') return runWith(outer, () => outer(ask, label))
        const known = answers[index]![next++]
        if (known === undefined) throw new Waiting(runWith(outer, ask))
        return known
      }
      try {
        results[index] = runWith(gather, () => compute(items[index]!, index))
      } catch (error) {
        if (!(error instanceof Waiting)) throw error
        waiting.push({ index, parts: error.parts })
      }
    }
    if (waiting.length > 0) {
      const threads = outer(() => [waiting.map(({ parts }) => parts)], '') as readonly (readonly unknown[][])[]
      waiting.forEach(({ index }, place) => answers[index]!.push(threads.flatMap((thread) => thread[place]!)))
    }
    open = waiting.map(({ index }) => index)
  }
  return results
}

/** What is asked, and of how many shards. */
export interface Asked {
  /** Tells a question that is asked once only, so that threads cannot take one for another. */
  readonly label?: string
  /** Shards of the population, where that is known. */
  readonly count?: number | undefined
}

/**
 * The parts of all shards of a population.
 * @param ask asks those of the shards in this thread
 * @throws Error when other threads have shards and are not asked, since the answer would be wrong, and when other threads are asked
 * {@link askingNothing}
 */
export function gatherParts<P>(ask: () => readonly P[], { label = '', count = 0 }: Asked = {}): readonly P[] {
  if (current !== undefined) {
    if (label === '' && !mayAsk) throw new Error('a value that may be dropped asks other threads')
    return current(ask, label) as readonly P[]
  }
  const parts = ask()
  if (parts.length < count) throw new Error('the shards of other threads were not asked')
  return parts
}
