import { emptyBitset, fullBitset, type Bitset } from '../../base/kernels/bitset.ts'
import type { GroupType } from '../definition/cohort-definition.ts'

/**
 * What a criterion says of everybody, by Kleene's three values: those who meet it, those of whom the data cannot tell, and
 * nobody else. The two sets have nobody in common.
 */
export interface Truth {
  readonly yes: Bitset
  readonly unknown: Bitset
  /** Why it cannot be told, within a sentence; where `unknown` has somebody. */
  readonly reason?: string | undefined
}

/** The criterion is decided for everybody. */
export function known(yes: Bitset): Truth {
  return { yes, unknown: new Uint32Array(yes.length) }
}

/** The data tell nothing about anybody. */
export function undecidable(people: number, reason: string): Truth {
  return { yes: emptyBitset(people), unknown: fullBitset(people), reason }
}

/** Reasons why one criterion cannot be told for some people, as one: in their own order, whoever they are about. */
export function joinReasons(reasons: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(reasons.filter((reason) => reason !== undefined))
  if (distinct.size < 2) return [...distinct][0]
  return [...new Set([...distinct].flatMap((reason) => reason.split('; ')))].sort().join('; ')
}

/** Reasons of several criteria as one, in the order of the criteria. */
export function listReasons(truths: readonly Truth[]): string | undefined {
  const reasons = [...new Set(truths.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))]
  return reasons.length === 0 ? undefined : reasons.join('; ')
}

/** Joins criteria. `none` is the negation of `any`. */
export function joinTruths(type: GroupType, truths: readonly Truth[], people: number): Truth {
  const all = fullBitset(people)
  const words = all.length
  const yes = new Uint32Array(words)
  const unknown = new Uint32Array(words)
  for (let word = 0; word < words; word++) {
    const everybody = all[word]!
    let hasYes = 0
    let hasNo = 0
    for (const truth of truths) {
      hasYes |= truth.yes[word]!
      hasNo |= everybody & ~(truth.yes[word]! | truth.unknown[word]!)
    }
    if (type === 'all') {
      let allYes = everybody
      for (const truth of truths) allYes &= truth.yes[word]!
      yes[word] = allYes
      unknown[word] = everybody & ~(allYes | hasNo)
    } else {
      let noneUnknown = 0
      for (const truth of truths) noneUnknown |= truth.unknown[word]!
      const open = noneUnknown & ~hasYes
      yes[word] = type === 'any' ? hasYes : everybody & ~(hasYes | open)
      unknown[word] = open
    }
  }
  return { yes, unknown, reason: listReasons(truths) }
}
