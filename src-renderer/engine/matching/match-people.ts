import type { PersonRecord } from './records/person-record.ts'
import { createPersonGroups, type PersonGroups } from './person-groups.ts'
import { replacedPairs } from './replaced-records.ts'
import {
  defaultThresholds,
  type MatchDecision,
  type MatchLink,
  type MatchResult,
  type MatchThresholds,
  type ReviewPair,
  type ScoredPair
} from './results/match-result.ts'
import { candidatePairs } from './scores/candidate-pairs.ts'
import { compareRecords, type PairLevels } from './scores/comparison.ts'
import { holdReasonOf, ruleOf, shareIdentifier, type HoldReason } from './scores/pair-rules.ts'
import { nameShares, scorePair } from './scores/score-pair.ts'
import { trainWeights } from './scores/train-weights.ts'

/** Bits by which the best candidate must be ahead of another one of the same source. */
const CLEAR_LEAD = 3

/** A pair that nothing speaks against, or the reason why it waits for a review. */
interface Verdict {
  readonly pair: ScoredPair
  readonly hold: HoldReason | 'score' | undefined
}

/**
 * Finds out which records are of one person: what a user decided holds before anything else, then what a source says of its own
 * records, then rules about identifiers, then scores. Only records of different sources are compared. The result depends on the records and decisions alone, not on their order.
 */
export function matchPeople(
  list: readonly PersonRecord[],
  decisions: readonly MatchDecision[] = [],
  thresholds: MatchThresholds = defaultThresholds
): MatchResult {
  const records = list.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const { pairs, skippedBlocks } = candidatePairs(records)
  const comparisons = pairs.map(({ left, right }) => compareRecords(records[left]!, records[right]!))
  const weights = trainWeights(records, comparisons)
  const names = nameShares(records)
  const score = (left: number, right: number, levels: PairLevels): ScoredPair => ({
    left,
    right,
    ...scorePair(records[left]!, records[right]!, levels, weights, names),
    rule: ruleOf(records[left]!, records[right]!, levels)
  })
  const verdicts = pairs.flatMap(({ left, right }, index): Verdict[] => {
    const pair = score(left, right, comparisons[index]!)
    const hold = pair.rule === undefined ? holdOf(records, pair, comparisons[index]!, thresholds) : undefined
    return hold === 'no' ? [] : [{ pair, hold }]
  })
  const groups = createPersonGroups(records)
  const links: MatchLink[] = []
  const review: ReviewPair[] = []
  const { decided, unused } = decide(records, decisions)
  for (const { left, right, same } of decided) if (!same && !groups.separate(left, right)) unused.count++
  for (const { left, right, same } of decided) {
    if (!same) continue
    if (groups.join(left, right, true) === 'joined')
      links.push({ ...score(left, right, compareRecords(records[left]!, records[right]!)), by: 'decision' })
    else if (!groups.areOne(left, right)) unused.count++
  }
  // Unless a user decided otherwise.
  for (const [left, right] of replacedPairs(records))
    if (groups.join(left, right, true) === 'joined')
      links.push({
        ...score(left, right, compareRecords(records[left]!, records[right]!)),
        rule: 'replaced',
        by: 'rule'
      })
  const rivals = rivalsOf(records, verdicts, groups)
  for (const { pair, hold } of verdicts.toSorted(bestFirst)) {
    const { left, right, rule } = pair
    if (groups.areOne(left, right) || groups.areApart(left, right)) continue
    const reason = hold ?? (rule === undefined && rivals(pair) ? 'another-candidate' : undefined)
    if (reason !== undefined) {
      review.push({ ...pair, reason })
      continue
    }
    if (groups.join(left, right, false) === 'joined') links.push({ ...pair, by: rule === undefined ? 'score' : 'rule' })
    else review.push({ ...pair, reason: 'two-of-one-source' })
  }
  const { personOf, people } = groups.number()
  return {
    records,
    personOf,
    people,
    links,
    // A later match may have joined the records of a pair.
    review: review.filter(({ left, right }) => personOf[left] !== personOf[right]),
    weights,
    thresholds,
    compared: pairs.length,
    skippedBlocks,
    unusedDecisions: unused.count
  }
}

function holdOf(
  records: readonly PersonRecord[],
  { left, right, probability }: ScoredPair,
  levels: PairLevels,
  { automatic, review }: MatchThresholds
): HoldReason | 'score' | 'no' | undefined {
  const record = records[left]!
  const other = records[right]!
  if (shareIdentifier(record, other)) return 'identifier-alone'
  if (probability < review) return 'no'
  return holdReasonOf(record, other, levels) ?? (probability < automatic ? 'score' : undefined)
}

function bestFirst(a: Verdict, b: Verdict): number {
  const byRule = Number(b.pair.rule !== undefined) - Number(a.pair.rule !== undefined)
  return byRule || b.pair.weight - a.pair.weight || a.pair.left - b.pair.left || a.pair.right - b.pair.right
}

/** Tells whether another record of the same source fits one of a pair nearly as well. */
function rivalsOf(
  records: readonly PersonRecord[],
  verdicts: readonly Verdict[],
  groups: PersonGroups
): (pair: ScoredPair) => boolean {
  const best = new Map<string, { other: number; weight: number }[]>()
  const keyOf = (record: number, source: string): string => `${record} ${source}`
  for (const { pair, hold } of verdicts) {
    // What may be matched automatically has no rival in what may not.
    if (hold !== undefined && hold !== 'score') continue
    for (const [record, other] of [
      [pair.left, pair.right],
      [pair.right, pair.left]
    ] as const) {
      const key = keyOf(record, records[other]!.source)
      best.set(key, [...(best.get(key) ?? []), { other, weight: pair.rule === undefined ? pair.weight : Infinity }])
    }
  }
  const hasRival = (record: number, other: number, weight: number): boolean =>
    (best.get(keyOf(record, records[other]!.source)) ?? []).some(
      (each) => each.other !== other && !groups.areOne(each.other, other) && each.weight > weight - CLEAR_LEAD
    )
  return ({ left, right, weight }) => hasRival(left, right, weight) || hasRival(right, left, weight)
}

/** Decisions by places of records; of several about one pair the last counts. */
function decide(records: readonly PersonRecord[], decisions: readonly MatchDecision[]) {
  const places = new Map(records.map(({ id }, index) => [id, index]))
  const decided = new Map<string, { left: number; right: number; same: boolean }>()
  const unused = { count: 0 }
  for (const { left, right, same } of decisions) {
    const place = places.get(left)
    const other = places.get(right)
    if (place === undefined || other === undefined) unused.count++
    else
      decided.set(`${Math.min(place, other)} ${Math.max(place, other)}`, {
        left: Math.min(place, other),
        right: Math.max(place, other),
        same
      })
  }
  return { decided: [...decided.values()], unused }
}
