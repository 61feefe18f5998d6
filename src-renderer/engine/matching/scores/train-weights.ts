import type { PersonRecord } from '../records/person-record.ts'
import { ABSENT, compareRecords, matchFields, type PairLevels } from './comparison.ts'

/**
 * Probabilities of each level of agreement of a field, among pairs of one person (`m`) and of two people (`u`), by level
 * (Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969).
 */
export interface FieldWeights {
  readonly m: readonly number[]
  readonly u: readonly number[]
}

/** What was learned from the records. */
export interface TrainedWeights {
  /** In the order of `matchFields`. */
  readonly fields: readonly FieldWeights[]
  /** Probability that two records of different sources, taken at random, are of one person. */
  readonly prior: number
  /** Rounds until the estimates stood still. */
  readonly rounds: number
}

/** Pairs taken at random for the probabilities of agreement by chance. */
const RANDOM_PAIRS = 50_000
const MAX_ROUNDS = 200
const STANDSTILL = 1e-6
/** Added to each level, so that what was not seen is unlikely and not impossible. */
const SMOOTHING = 0.5

/** A pattern of agreement and how many pairs have it. */
interface Pattern {
  readonly levels: PairLevels
  count: number
}

/**
 * Estimates the weights from the records themselves, without known matches. `u` comes from random pairs, nearly all of which
 * are of two people; `m` and the share of matches from the candidate pairs by expectation maximization with `u` fixed.
 * Fields by which the pairs of a round were chosen say nothing in that round, so `m` of each field comes from pairs chosen by
 * other fields.
 */
export function trainWeights(records: readonly PersonRecord[], comparisons: readonly PairLevels[]): TrainedWeights {
  const u = byChance(records)
  const rounds = [
    { chosenBy: ['birthDate'], holds: (levels: PairLevels) => levels[BIRTH] === 2 },
    { chosenBy: ['given', 'family'], holds: (levels: PairLevels) => levels[GIVEN]! > 0 && levels[FAMILY]! > 0 }
  ]
  const learned = rounds.map(({ chosenBy, holds }) => {
    const left = new Set(chosenBy)
    const isUsed = matchFields.map(({ name }) => !left.has(name))
    return { isUsed, ...maximize(patternsOf(comparisons.filter(holds)), u, isUsed) }
  })
  const fields = matchFields.map(({ levels }, field) => {
    const sources = learned.filter(({ isUsed }) => isUsed[field])
    const total = sources.reduce((sum, { matches }) => sum + matches, 0)
    const m = levels.map((_, level) =>
      total === 0
        ? firstGuess(levels.length, level)
        : sources.reduce((sum, each) => sum + each.m[field]![level]! * each.matches, 0) / total
    )
    return { m, u: u[field]! }
  })
  return {
    fields,
    prior: priorOf(records, fields, comparisons),
    rounds: Math.max(...learned.map(({ rounds: fieldRounds }) => fieldRounds))
  }
}

const fieldAt = (name: (typeof matchFields)[number]['name']): number =>
  matchFields.findIndex((field) => field.name === name)
const GIVEN = fieldAt('given')
const FAMILY = fieldAt('family')
const BIRTH = fieldAt('birthDate')

function firstGuess(levels: number, level: number): number {
  return level === levels - 1 ? 0.9 : 0.1 / (levels - 1)
}

/** How often each level occurs by chance. The same records always give the same pairs. */
function byChance(records: readonly PersonRecord[]): number[][] {
  const counts = matchFields.map(({ levels }) => levels.map(() => SMOOTHING))
  let state = 0x2545f491
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % records.length
  }
  for (let pair = 0; pair < RANDOM_PAIRS; pair++) {
    const left = records[next()]
    const right = records[next()]
    if (left === undefined || right === undefined || left.source === right.source) continue
    compareRecords(left, right).forEach((level, field) => {
      if (level !== ABSENT) counts[field]![level]!++
    })
  }
  return counts.map(shares)
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}

function patternsOf(comparisons: readonly PairLevels[]): readonly Pattern[] {
  const patterns = new Map<string, Pattern>()
  for (const levels of comparisons) {
    const key = levels.join(' ')
    const known = patterns.get(key)
    if (known === undefined) patterns.set(key, { levels, count: 1 })
    else known.count++
  }
  return [...patterns.values()]
}

/** Expectation maximization with `u` fixed (Winkler 2000). */
function maximize(patterns: readonly Pattern[], u: readonly (readonly number[])[], isUsed: readonly boolean[]) {
  const total = patterns.reduce((sum, { count }) => sum + count, 0)
  let m = matchFields.map(({ levels }) => levels.map((_, level) => firstGuess(levels.length, level)))
  let share = 0.3
  let rounds = 0
  for (; rounds < MAX_ROUNDS && total > 0; rounds++) {
    const counts = matchFields.map(({ levels }) => levels.map(() => SMOOTHING))
    let matches = 0
    for (const { levels, count } of patterns) {
      let odds = share / (1 - share)
      levels.forEach((level, field) => {
        if (level !== ABSENT && isUsed[field] === true) odds *= m[field]![level]! / u[field]![level]!
      })
      const expected = count * (odds / (1 + odds))
      matches += expected
      levels.forEach((level, field) => {
        if (level !== ABSENT) counts[field]![level]! += expected
      })
    }
    const before = share
    share = Math.min(0.999, Math.max(1e-6, matches / total))
    m = counts.map(shares)
    if (Math.abs(share - before) < STANDSTILL) break
  }
  return { m, matches: share * total, rounds }
}

/** The share of matches among all pairs: as many as the scores of the candidates add up to, found by repetition. */
function priorOf(
  records: readonly PersonRecord[],
  fields: readonly FieldWeights[],
  comparisons: readonly PairLevels[]
): number {
  const bySource = new Map<string, number>()
  for (const { source } of records) bySource.set(source, (bySource.get(source) ?? 0) + 1)
  const sizes = [...bySource.values()]
  const all = (records.length ** 2 - sizes.reduce((sum, size) => sum + size ** 2, 0)) / 2
  if (all === 0) return 0
  const ratios = comparisons.map((levels) =>
    levels.reduce(
      (ratio, level, field) =>
        level === ABSENT ? ratio : (ratio * fields[field]!.m[level]!) / fields[field]!.u[level]!,
      1
    )
  )
  let prior = Math.min(0.5, records.length / (2 * all))
  for (let round = 0; round < 20; round++) {
    const odds = prior / (1 - prior)
    const expected = ratios.reduce((sum, ratio) => sum + (odds * ratio) / (1 + odds * ratio), 0)
    prior = Math.min(0.5, Math.max(1 / (10 * all), expected / all))
  }
  return prior
}
