/**
 * Stands for `askEach` in tests: what shards are asked and what they answer goes through a structured clone, as it does when a
 * shard is in another worker. A function or an object of a class in either fails, or changes the result.
 */
export function askEach<S, A extends readonly unknown[], P>(
  shards: readonly S[],
  partial: (shard: S, ...question: A) => P,
  ...question: A
): readonly P[] {
  if (shards.length === 1) return [partial(shards[0]!, ...question)]
  return shards.map((shard) => structuredClone(partial(shard, ...structuredClone(question))))
}
