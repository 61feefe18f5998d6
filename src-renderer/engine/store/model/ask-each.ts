/**
 * Asks every shard the same. The only way in which shards are asked, so that a shard may be in another worker: arguments and
 * answers are plain data or typed arrays that a message can carry, and `partial` is code that both sides have.
 */
export function askEach<S, A extends readonly unknown[], P>(
  shards: readonly S[],
  partial: (shard: S, ...question: A) => P,
  ...question: A
): readonly P[] {
  return shards.map((shard) => partial(shard, ...question))
}
