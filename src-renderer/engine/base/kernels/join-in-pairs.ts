/**
 * Joins neighbors until there is one, so that what is in them is moved as often as their number can be halved, and not as often as there
 * are parts.
 * @param parts at least one
 * @param join gives what two neighbors are together, the left one first
 */
export function joinInPairs<T>(parts: readonly T[], join: (left: T, right: T) => T): T {
  let open = parts
  while (open.length > 1) {
    const joined: T[] = []
    for (let index = 0; index < open.length; index += 2)
      joined.push(index + 1 < open.length ? join(open[index]!, open[index + 1]!) : open[index]!)
    open = joined
  }
  return open[0]!
}
