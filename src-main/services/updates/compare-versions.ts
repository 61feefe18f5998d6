/**
 * Which of two versions is newer (Semantic Versioning 2.0.0, section 11; build metadata do not occur).
 * @returns negative where `a` is older, 0 where they are equal, positive where it is newer
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length
  for (let index = 0; index < Math.max(left.before.length, right.before.length); index++) {
    const [mine, other] = [left.before[index], right.before[index]]
    if (mine === undefined || other === undefined) return mine === undefined ? -1 : 1
    const difference = compareWords(mine, other)
    if (difference !== 0) return difference
  }
  return 0
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly before: readonly string[] } {
  const cut = version.indexOf('-')
  const release = cut < 0 ? version : version.slice(0, cut)
  return { numbers: release.split('.').map(Number), before: cut < 0 ? [] : version.slice(cut + 1).split('.') }
}

/** Numbers by their value and before words, words by their characters. */
function compareWords(a: string, b: string): number {
  const [left, right] = [a, b].map((word) => (/^\d+$/.test(word) ? Number(word) : undefined))
  if (left !== undefined && right !== undefined) return left - right
  if (left !== undefined || right !== undefined) return left === undefined ? 1 : -1
  return a === b ? 0 : a < b ? -1 : 1
}
