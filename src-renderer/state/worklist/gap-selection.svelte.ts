import type { GapSet } from '#engine/measures/results/worklist-result.ts'
import type { MeasurePanelParams, MeasurePanelResult } from '#engine/measures/results/panels.ts'

const none: GapSet = { rates: [], entries: [] }

type Ranges = readonly (readonly [number, number])[]
/** Which list the rows are of. */
export type ListOrder = Omit<MeasurePanelParams<'entries'>, 'ranges'>

/** Dependencies of {@link GapSelection}. */
export interface GapSelectionDependencies {
  readonly fetch: <N extends 'entries' | 'places'>(
    name: N,
    params: MeasurePanelParams<N>
  ) => Promise<MeasurePanelResult<N>>
  /** The list as it is shown now. */
  readonly order: () => ListOrder
  /** Selects rows of the table by their places, in order. */
  readonly choose: (places: readonly number[]) => void
  readonly onfailure: (error: unknown) => void
}

/**
 * The gaps that are selected in the worklist. A table knows rows by their places; what is recorded about gaps can move
 * them, or take them out of the list. So this remembers the gaps themselves, and selects their rows again where they
 * stand now: one step can follow another on the same gaps.
 */
export class GapSelection {
  readonly #dependencies: GapSelectionDependencies
  #count = $state(0)
  #listed = $state(0)
  /** What was selected last, as the table says it. */
  #ranges: Ranges = []
  #gaps: Promise<GapSet> = Promise.resolve(none)
  /** Places that this has selected itself: the table's word about them is no choice of the user. */
  #placed: string | undefined
  #turn = 0
  /** The rows of the selected gaps are being looked for in a list that has changed. */
  #following = false

  constructor(dependencies: GapSelectionDependencies) {
    this.#dependencies = dependencies
  }

  /** How many gaps are selected. */
  get count(): number {
    return this.#count
  }

  /** How many of them the list shows. */
  get listed(): number {
    return this.#listed
  }

  /** The selected gaps. */
  get gaps(): Promise<GapSet> {
    return this.#gaps
  }

  /** Hears from the table which rows are selected, as ranges `[first, end)`. */
  hear(count: number, ranges: Ranges): void {
    // The table counts the rows of the new list until it hears where the selected ones are.
    if (this.#following) return
    const text = JSON.stringify(ranges)
    if (text === this.#placed || text === JSON.stringify(this.#ranges)) return
    this.#turn += 1
    this.#placed = undefined
    this.#ranges = ranges
    this.#count = count
    this.#listed = count
    this.#gaps =
      count === 0
        ? Promise.resolve(none)
        : this.#dependencies.fetch('entries', { ...this.#dependencies.order(), ranges })
    this.#gaps.catch(this.#dependencies.onfailure)
  }

  /** The list has changed: selects the rows of the same gaps again. */
  async follow(): Promise<void> {
    if (this.#count === 0) return
    const turn = ++this.#turn
    this.#following = true
    try {
      const gaps = await this.#gaps
      const places = await this.#dependencies.fetch('places', { ...this.#dependencies.order(), gaps })
      if (turn !== this.#turn) return
      this.#listed = places.length
      this.#ranges = rangesOf(places)
      this.#placed = JSON.stringify(this.#ranges)
      this.#following = false
      this.#dependencies.choose(places)
    } catch (error) {
      if (turn === this.#turn) this.#following = false
      this.#dependencies.onfailure(error)
    }
  }

  /** Selects nothing. */
  clear(): void {
    this.#turn += 1
    this.#following = false
    this.#count = 0
    this.#listed = 0
    this.#ranges = []
    this.#placed = undefined
    this.#gaps = Promise.resolve(none)
    this.#dependencies.choose([])
  }
}

/** Places in order as ranges `[first, end)`. */
function rangesOf(places: readonly number[]): Ranges {
  const ranges: [number, number][] = []
  for (const place of places) {
    const last = ranges.at(-1)
    if (last?.[1] === place) last[1] = place + 1
    else ranges.push([place, place + 1])
  }
  return ranges
}
