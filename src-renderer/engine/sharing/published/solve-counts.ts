import { isSmallCount } from '../../base/privacy/small-count.ts'
import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import {
  publishedKey,
  questionKey,
  type PublishedCount,
  type ReleaseAnswer
} from '#shared/governance/published-count.ts'
import type { ReleaseCell } from '../../base/privacy/release.ts'
import { EffortSpent } from '../../base/privacy/solving-watch.ts'
import { solveMoment, type MomentWatch } from './solve-moment.ts'

/** Days between two counts within which a change by few people tells these people. */
const CHANGE_DAYS = 28
/** Counts of one day that are solved together at most. */
const MOST_TOGETHER = 20_000
/** Operations on numbers that one release may cost: about a minute. A number of them, so that every computer decides alike. */
const MOST_OPERATIONS = 4e9

/** So many small counts of a day, when most are small, are withheld with all others in place of a refusal. */
const MANY_SMALL = 300

/** A count that left before. */
export interface EarlierCount extends PublishedCount {
  readonly withheld: boolean
  /** Place of what it left with, among the earlier releases. */
  readonly release: number
}

/** What left before, in words. */
export interface EarlierRelease {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly title: string
  /** Counts of 1 to so many people were withheld. */
  readonly limit: number
}

/** What a new release may show. */
export interface SolvedCounts extends Pick<ReleaseAnswer, 'withheld' | 'small'> {
  /** Counts that are withheld because finding out whether they may be shown would cost more than it may. */
  readonly unsolved: number
  /** Counts that were solved for, those of earlier releases included: the cost. */
  readonly solved: number
}

/** How a release is solved. */
export interface SolvingOptions {
  /** Operations on numbers after which the rest is withheld instead. */
  readonly operations?: number
  /** Called with how far it is, from 0 to 1. */
  readonly progress?: (fraction: number) => void
}

/**
 * Decides which counts of a new release are withheld, so that nobody who has everything that left before finds a small one:
 * neither in it, nor in what left, nor as the difference of two. What was shown before is known, and what was withheld
 * before in the same data stays withheld. A count that changed by few people within four weeks is withheld, too, whether the
 * other one left before or leaves now. Where that
 * would cost too much, all new counts that are linked with what is not solved are withheld.
 * @param counts as they are in the data; the same one may come several times
 * @param earlier what left before about the same people
 * @throws AppError `not-allowed` with the earlier release and the counts named where nothing protects a small one, unless
 * the new counts are many and most of them small: all of them are withheld then;
 * `not-supported` for more counts than can be solved together
 */
export function solveCounts(
  counts: readonly PublishedCount[],
  earlier: readonly EarlierCount[],
  releases: readonly EarlierRelease[],
  limit: number,
  options: SolvingOptions = {}
): SolvedCounts {
  const countsByKey = new Map(counts.map((count) => [publishedKey(count), count]))
  if (limit <= 0 || countsByKey.size === 0) return { withheld: [], small: 0, unsolved: 0, solved: 0 }
  const moments = new Map<string, PublishedCount[]>()
  for (const count of countsByKey.values()) momentList(moments, count).push(count)
  const history = new History(earlier)
  const withheld = new Set<string>()
  const watch = new ReleaseWatch(countsByKey.size, options)
  let solved = 0
  let unsolved = 0
  for (const [moment, list] of [...moments].toSorted(([, left], [, right]) => left[0]!.asOf - right[0]!.asOf)) {
    const past = history.inMoment(moment)
    // What leaves once more is as it was: it tells nothing new, and what is small in it stays out.
    const fresh: PublishedCount[] = []
    for (const count of list) {
      const before = past.get(publishedKey(count))
      if (before?.count !== count.count) fresh.push(count)
      else if (before.withheld || isSmall(count, limit)) withheld.add(publishedKey(count))
    }
    watch.begin(list.length)
    if (fresh.length > 0) {
      const solution = solveNew(fresh, history, releases, limit, watch)
      for (const count of solution.withheld) withheld.add(publishedKey(count))
      unsolved += solution.unsolved
      solved += solution.solved
    }
    // Days that leave together are compared with each other as if they left one after another.
    for (const count of list) history.ask(count, withheld.has(publishedKey(count)))
  }
  const small = [...withheld].filter((key) => defined(countsByKey.get(key)).count <= limit).length
  return { withheld: [...withheld], small, unsolved, solved }
}

/** @param fresh counts of one day in the same data, none of which left before as it is */
function solveNew(
  fresh: readonly PublishedCount[],
  history: History,
  releases: readonly EarlierRelease[],
  limit: number,
  watch: ReleaseWatch
): { readonly withheld: readonly PublishedCount[]; readonly unsolved: number; readonly solved: number } {
  const past = history.inMoment(momentOf(fresh[0]!))
  const keys = new Set(fresh.map(publishedKey))
  const all = [...fresh, ...[...past.values()].filter((count) => !keys.has(publishedKey(count)))]
  if (all.length > MOST_TOGETHER) throw new AppError('not-supported', m.moreCountsThanCanBeComparedWith(MOST_TOGETHER))
  const cells = all.map((count, place) => history.cellOf(count, place < fresh.length, limit))
  const { withheld, exposed, unsolved, solved } = solveMoment(all, cells, fresh.length, limit, watch)
  const isWithheld = (place: number): boolean => withheld.has(place)
  const known = exposed.flatMap(({ beside }) => beside.flatMap((place) => past.get(publishedKey(all[place]!)) ?? []))
  const refused = exposed.filter(({ place }) => place < fresh.length)
  if (refused.length === 0 || known.every(({ release }) => releases[release]!.limit < limit))
    return {
      withheld: fresh.filter((_, place) => isWithheld(place)),
      unsolved: fresh.filter((_, place) => unsolved.has(place)).length,
      solved
    }
  if (!isNearlyAllSmall(fresh, limit))
    throw refusal(
      refused.map(({ place }) => all[place]!.label),
      known,
      releases
    )
  // Of so few people nothing is told that had not left before.
  return {
    withheld: fresh.filter(({ count }, place) => count > 0 || isWithheld(place)),
    unsolved: fresh.filter(({ count }, place) => count > limit || unsolved.has(place)).length,
    solved
  }
}

const isSmall = ({ count }: PublishedCount, limit: number): boolean => isSmallCount(count, limit)

/** Whether the new counts of a day are many and most of them are small, as in a workbook of very few people. */
function isNearlyAllSmall(counts: readonly PublishedCount[], limit: number): boolean {
  const small = counts.filter((count) => isSmall(count, limit)).length
  return small > MANY_SMALL && small > counts.length / 2
}

/** Counts operations over all days of a release, and tells how far it is. */
class ReleaseWatch implements MomentWatch {
  readonly #all: number
  readonly #progress: ((fraction: number) => void) | undefined
  #left: number
  /** Counts of earlier days, and of this one. */
  #before = 0
  #now = 0
  #decided = 0
  #guarded = 1

  constructor(all: number, { operations = MOST_OPERATIONS, progress }: SolvingOptions) {
    this.#all = all
    this.#left = operations
    this.#progress = progress
  }

  /** Another day begins. @param counts how many new ones it has */
  begin(counts: number): void {
    this.#before += this.#now
    this.#now = counts
    this.#decided = 0
  }

  guarded(counts: number): void {
    // Each is decided twice at most: among kinds of people, and among sums.
    this.#guarded = Math.max(1, 2 * counts)
  }

  spend(operations: number): void {
    this.#left -= operations
    if (this.#left < 0) throw new EffortSpent()
  }

  decided(): void {
    this.#decided++
    const part = Math.min(1, this.#decided / this.#guarded)
    this.#progress?.((this.#before + part * this.#now) / this.#all)
  }
}

function momentList(moments: Map<string, PublishedCount[]>, count: PublishedCount): PublishedCount[] {
  const key = momentOf(count)
  const known = moments.get(key)
  if (known !== undefined) return known
  const made: PublishedCount[] = []
  moments.set(key, made)
  return made
}

const momentOf = ({ data, asOf }: Pick<PublishedCount, 'data' | 'asOf'>): string => `${data} ${asOf}`

type AnsweredCount = PublishedCount & Pick<EarlierCount, 'withheld'>

/** What left before, by count and by question. */
class History {
  readonly #moments = new Map<string, Map<string, EarlierCount>>()
  readonly #questions = new Map<string, AnsweredCount[]>()

  constructor(earlier: readonly EarlierCount[]) {
    for (const count of earlier) {
      const moment = this.#moments.get(momentOf(count)) ?? new Map<string, EarlierCount>()
      this.#moments.set(momentOf(count), moment)
      const key = publishedKey(count)
      // What was shown once is known, whatever was withheld before or after.
      if (moment.get(key)?.withheld !== false) moment.set(key, count)
      this.ask(count, count.withheld)
    }
  }

  /** Adds a count that is compared with those of other days and other data. */
  ask(count: PublishedCount, withheld: boolean): void {
    const question = questionKey(count)
    const asked = this.#questions.get(question)
    const answered = { ...count, withheld }
    if (asked === undefined) this.#questions.set(question, [answered])
    else asked.push(answered)
  }

  inMoment(moment: string): ReadonlyMap<string, EarlierCount> {
    return this.#moments.get(moment) ?? new Map<string, EarlierCount>()
  }

  /** A count as it stands in a release. @param isNew it leaves now, so that it can be withheld */
  cellOf(count: PublishedCount, isNew: boolean, limit: number): ReleaseCell {
    const same = this.inMoment(momentOf(count)).get(publishedKey(count))
    if (!isNew) {
      const { withheld } = defined(same)
      return withheld ? { count: count.count, wasWithheld: true } : { count: count.count, fixed: true }
    }
    if (same?.withheld === true) return { count: count.count, wasWithheld: true }
    if (same?.count === count.count) return { count: count.count, fixed: true }
    let isKnown = false
    for (const other of this.#questions.get(questionKey(count)) ?? []) {
      if (other.withheld || !isComparable(other, count)) continue
      const change = Math.abs(other.count - count.count)
      if (change === 0) isKnown = true
      else if (change <= limit) return { count: count.count, sensitive: true }
    }
    return isKnown ? { count: count.count, fixed: true } : { count: count.count }
  }
}

/** Two counts of one question whose difference is about few days, or about one day in other data. */
function isComparable(left: PublishedCount, right: PublishedCount): boolean {
  if (left.asOf === right.asOf) return true
  return left.current && right.current && Math.abs(left.asOf - right.asOf) < CHANGE_DAYS
}

function refusal(
  labels: readonly string[],
  culprits: readonly EarlierCount[],
  releases: readonly EarlierRelease[]
): AppError {
  const named = [...new Set(labels.filter((label) => label !== ''))]
  const more = named.length > 3 ? m.andExposedMore(named.length - 3) : ''
  const left = [...new Set(culprits.map(({ release }) => release))].flatMap((place) => releases[place] ?? [])
  const words = left
    .slice(-3)
    .map(({ at, title }) => m.titleOfTheDay(title, new Date(at).toISOString().slice(0, 10)))
    .join('; ')
  return new AppError(
    'not-allowed',
    m.withWhatLeftBeforeThisWould(
      words,
      named.length === 0 ? m.aDifferenceOfTwoCounts : named.slice(0, 3).join('; '),
      more
    )
  )
}
