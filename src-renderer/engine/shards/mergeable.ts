import { defined } from '#shared/language/defined.ts'
import { gatherParts, type Asked } from '../store/model/exchange.ts'

/**
 * A question about a population whose answer does not depend on how it is divided. Each shard gives a part; merging is
 * associative and commutative, so that parts may come from anywhere in any order; the result is made once, of what all parts
 * come to.
 */
export interface Mergeable<S, P, R> {
  /** Plain data or typed arrays: what a message can carry. */
  readonly partial: (shard: S) => P
  readonly merge: (left: P, right: P) => P
  /** @param shards those of this thread, for what all shards have in common */
  readonly finish: (merged: P, shards: readonly S[]) => R
}

/**
 * Asks every shard, merges the parts and finishes. What a result needs of single shards, such as the rows of a page, is asked
 * in a round of its own.
 * @param shards those of this thread, at least one
 */
export function askShards<S, P, R>(shards: readonly S[], question: Mergeable<S, P, R>, asked?: Asked): R {
  const [first, ...others] = gatherParts(() => shards.map((shard) => question.partial(shard)), asked)
  return question.finish(others.reduce(question.merge, defined(first)), shards)
}
