import { gatherParts } from './exchange.ts'

/**
 * Asks every shard the same. The only way in which shards are asked, so that a shard may be in another worker, which then asks
 * the same at the same time (see `gatherParts`): arguments and answers are plain data or typed arrays.
 * @param shards those of this thread @returns the answers of all
 */
export function askEach<S, A extends readonly unknown[], P>(
  shards: readonly S[],
  partial: (shard: S, ...question: A) => P,
  ...question: A
): readonly P[] {
  return gatherParts(() => shards.map((shard) => partial(shard, ...question)))
}
