import { publishedKey, type PublishedCount } from '#shared/governance/published-count.ts'
import type { Figure } from '../../base/figures/figure.ts'
import { figureCounts } from './figure-counts.ts'

/** Names the data of a snapshot by what is in them. @param snapshot its id */
export type DataOf = (snapshot: string) => string

/** Stands next to the making of something that leaves, and is asked about every figure in it. */
export interface FigureRelease {
  readonly dataOf: DataOf
  /** Whether the figure must not leave. */
  hides(figure: Figure): boolean
  /** The same for a count that stands in no figure. */
  hidesCount(count: PublishedCount): boolean
}

/**
 * Hides nothing, and remembers what it was asked about: the counts that would leave. Of counts of one name, which leave
 * together or not at all, the one with the fewest people decides.
 */
export class FigureRecorder implements FigureRelease {
  readonly dataOf: DataOf
  readonly #counts = new Map<string, PublishedCount>()

  constructor(dataOf: DataOf) {
    this.dataOf = dataOf
  }

  hides(figure: Figure): boolean {
    for (const count of figureCounts(figure, this.dataOf)) this.hidesCount(count)
    return false
  }

  hidesCount(count: PublishedCount): boolean {
    const key = publishedKey(count)
    const known = this.#counts.get(key)?.count ?? 0
    if (known === 0 || (count.count > 0 && count.count < known)) this.#counts.set(key, count)
    return false
  }

  get counts(): readonly PublishedCount[] {
    return [...this.#counts.values()]
  }
}

/** A condition about age or sex, in the key of a count. */
const ageOrSex = /\["(?:age|sex)/

/** Hides figures of which a count is withheld. @param withheld keys of counts */
export class FigureHider implements FigureRelease {
  readonly #withheld: ReadonlySet<string>
  readonly #withholdsGroups: boolean
  readonly dataOf: DataOf

  constructor(withheld: readonly string[], dataOf: DataOf) {
    this.#withheld = new Set(withheld)
    this.#withholdsGroups = withheld.some((key) => ageOrSex.test(key))
    this.dataOf = dataOf
  }

  hides(figure: Figure): boolean {
    // What is weighted by age and sex would tell a withheld group of these.
    if (figure.fewest !== undefined && this.#withholdsGroups) return true
    return this.#withheld.size > 0 && figureCounts(figure, this.dataOf).some((count) => this.hidesCount(count))
  }

  hidesCount(count: PublishedCount): boolean {
    return this.#withheld.has(publishedKey(count))
  }
}
