import { defined } from '#shared/language/defined.ts'
import type { CellSum, Release, ReleaseCell } from './release.ts'

/** Counts of a measure's populations by code, such as `numerator`; a second population of a code has `#2` after it. */
export type PopulationCounts = Readonly<Record<string, number>>

/** A stratum with the stratifier that makes it; the values of one stratifier share nobody. */
export interface StratumCounts {
  readonly id: string
  readonly counts: PopulationCounts
}

/** Where the counts of a group or stratum stand in a release. A count of 0 stands nowhere: it can be told, and nobody is in it. */
export interface ResultPlaces {
  /** By population code. */
  readonly counts: ReadonlyMap<string, number>
  /** What a score tells: those who meet a measure, those whom it is divided by, and what is observed. */
  readonly score: readonly number[]
}

/** What is known of a group besides its counts. */
export interface MeasureKnowledge {
  /** Codes of populations that must not be found, for what left before. */
  readonly told?: ReadonlySet<string>
  /** Codes of populations that can be told from elsewhere, so that withholding them is no use; none that is small. */
  readonly known?: ReadonlySet<string>
  /** The score stands elsewhere and cannot be withheld. */
  readonly isScoreKnown?: boolean
}

/** Withholding a score costs as much as so many counts. */
const WORTH_OF_SCORE = 3

const exclusionCodes = ['denominator-exclusion', 'denominator-exception', 'measure-population-exclusion']

const isCode = (code: string, wanted: string): boolean => code === wanted || code.startsWith(`${wanted}#`)

/** A count, and its place where it is not 0. */
interface Node {
  readonly count: number
  readonly place: number | undefined
}

/**
 * A group of a measure and its strata as a release: what is published, how populations are made of each other (HL7 Quality
 * Measure IG, "Measure Scoring"), and how strata add up to the group. What is in no published population, such as who does not
 * meet the measure, stands in it as well, because few of them must not be found either; so do people without a value of a
 * stratifier. A population that is as large as another one is taken for the same: those who write measures say so.
 *
 * A rule is taken to hold wherever counts allow it, also where a ratio has a numerator that may or may not be part of its
 * denominator: a rule that holds by chance withholds too much, never too little.
 */
export class MeasureCells {
  readonly #cells: ReleaseCell[] = []
  readonly #sums: CellSum[] = []

  get release(): Release {
    return { cells: this.#cells, sums: this.#sums }
  }

  /** Adds a group and all its strata. @returns where the counts of the group stand, and those of each stratum */
  add(
    group: PopulationCounts,
    strata: readonly StratumCounts[],
    knowledge: MeasureKnowledge
  ): { readonly group: ResultPlaces; readonly strata: readonly ResultPlaces[] } {
    const all = this.#result(group, knowledge)
    const parts = strata.map(({ counts }) => this.#result(counts, {}))
    for (const id of new Set(strata.map((stratum) => stratum.id))) {
      const places = strata.flatMap((stratum, index) => (stratum.id === id ? [index] : []))
      const rest = restOf(
        group,
        places.map((index) => strata[index]!.counts)
      )
      const others = this.#result(rest, undefined)
      for (const [code, total] of all.counts) {
        if (rest[code] === undefined) continue
        const found = [...places.map((index) => parts[index]!), others].flatMap(({ counts }) => counts.get(code) ?? [])
        this.#sums.push({ total, parts: found })
      }
    }
    return { group: all, strata: parts }
  }

  /** @param knowledge undefined where nothing is published */
  #result(counts: PopulationCounts, knowledge: MeasureKnowledge | undefined): ResultPlaces {
    const told = knowledge?.told ?? new Set()
    const codes = Object.keys(counts)
    const observed = codes.filter((code) => isCode(code, 'measure-observation'))
    const base = ['denominator', 'measure-population'].find((code) => codes.includes(code))
    const excluded = exclusionCodes.filter((code) => codes.includes(code))
    const hasNumerator = codes.includes('numerator')
    const hasNumeratorExclusion = codes.includes('numerator-exclusion')
    const isInScore = (code: string): boolean =>
      isCode(code, 'measure-observation') ||
      (code === base && excluded.length === 0) ||
      (code === 'numerator' && !hasNumeratorExclusion)
    const published = (inScore: boolean, isTold: boolean): Omit<ReleaseCell, 'count'> => ({
      ...(knowledge === undefined ? { unpublished: true } : {}),
      ...(inScore ? { worth: WORTH_OF_SCORE } : {}),
      ...(inScore && knowledge?.isScoreKnown === true ? { fixed: true } : {}),
      ...(isTold ? { sensitive: true } : {})
    })
    const nodes = new Map(
      codes.map((code) => {
        const cell = published(isInScore(code), told.has(code))
        return [code, this.#node(counts[code]!, knowledge?.known?.has(code) === true ? { ...cell, fixed: true } : cell)]
      })
    )
    const denominator = base === undefined ? undefined : nodes.get(base)
    const exclusions = excluded.flatMap((code) => nodes.get(code) ?? [])
    // Without a numerator, observations are what the score is made of.
    const eligible =
      exclusions.length === 0
        ? denominator
        : this.#rest(
            denominator,
            exclusions,
            hasNumerator || observed.length === 0
              ? published(true, base !== undefined && told.has(base))
              : { unpublished: true }
          )
    const numeratorExclusion = nodes.get('numerator-exclusion')
    const met =
      numeratorExclusion === undefined
        ? nodes.get('numerator')
        : this.#rest(nodes.get('numerator'), [numeratorExclusion], published(true, told.has('numerator')))
    const unmet = met && this.#rest(eligible, [met])
    if (numeratorExclusion !== undefined) this.#rest(unmet, [numeratorExclusion])
    for (const code of codes.filter((each) => isCode(each, 'initial-population'))) {
      if (denominator !== undefined) this.#rest(nodes.get(code), [denominator])
      const numerator = nodes.get('numerator')
      if (numerator !== undefined && unmet === undefined) this.#rest(nodes.get(code), [numerator])
    }
    for (const code of observed) for (const on of [eligible, met]) this.#rest(on, [defined(nodes.get(code))])
    const scored = [
      ...(hasNumerator || observed.length === 0 ? [eligible, met] : []),
      ...observed.map((code) => nodes.get(code))
    ]
    return {
      counts: new Map([...nodes].flatMap(([code, { place }]) => (place === undefined ? [] : [[code, place]]))),
      score: scored.flatMap((node) => node?.place ?? [])
    }
  }

  #node(count: number, cell: Omit<ReleaseCell, 'count'>): Node {
    return { count, place: count === 0 ? undefined : this.#cells.push({ ...cell, count }) - 1 }
  }

  /** What the parts leave of a total; undefined where they cannot be its parts. */
  #rest(
    total: Node | undefined,
    parts: readonly Node[],
    cell: Omit<ReleaseCell, 'count'> = { unpublished: true }
  ): Node | undefined {
    if (total === undefined) return undefined
    const count = parts.reduce((left, part) => left - part.count, total.count)
    if (count < 0) return undefined
    const rest = this.#node(count, cell)
    if (total.place !== undefined)
      this.#sums.push({ total: total.place, parts: [...parts, rest].flatMap(({ place }) => place ?? []) })
    return rest
  }
}

/** What the strata of a stratifier leave of a group, by the codes that it divides; those that they do not add up to are absent. */
function restOf(group: PopulationCounts, strata: readonly PopulationCounts[]): PopulationCounts {
  const codes = Object.keys(group).filter((code) => strata.every((counts) => counts[code] !== undefined))
  return Object.fromEntries(
    codes.flatMap((code) => {
      const left = strata.reduce((rest, counts) => rest - counts[code]!, group[code]!)
      return left < 0 ? [] : [[code, left]]
    })
  )
}
