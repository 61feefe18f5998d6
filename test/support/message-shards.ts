import type { Asked } from '#engine/store/model/exchange.ts'

/**
 * Stands for `gatherParts` in tests: what shards tell goes through a structured clone, as it does when a shard is in another
 * worker. A function or an object of a class in it fails, or changes the result.
 */
export function gatherParts<P>(ask: () => readonly P[], { count = 0 }: Asked = {}): readonly P[] {
  const parts = ask()
  if (parts.length < count) throw new Error('the shards of other threads were not asked')
  return parts.length === 1 ? parts : parts.map((part) => structuredClone(part))
}

/** As `gatherParts`, for `askEach`: what shards are asked is cloned, too. */
export function askEach<S, A extends readonly unknown[], P>(
  shards: readonly S[],
  partial: (shard: S, ...question: A) => P,
  ...question: A
): readonly P[] {
  const asked = (shard: S): P => partial(shard, ...(shards.length === 1 ? question : structuredClone(question)))
  return gatherParts(() => shards.map(asked))
}

/** As that of a single thread. */
export function mapTogether<T, R>(items: readonly T[], compute: (item: T, index: number) => R): R[] {
  return items.map(compute)
}
