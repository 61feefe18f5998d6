/**
 * Whether a text has an id in it by itself, not as a part of a longer one: the id 12 is not in 2012, nor in `a-12`.
 * @param text as it is, or as JSON, in which a line break is written with a letter
 */
export function namesPerson(text: string, id: string): boolean {
  for (let from = text.indexOf(id); from >= 0; from = text.indexOf(id, from + 1)) {
    // A dot belongs to an id only where the id goes on beyond it.
    const goesOnBefore = /[A-Za-z0-9-]\.?$/.test(text.slice(Math.max(0, from - 2), from))
    const isEscape = /\\(?:[bfnrt]|u[0-9a-f]{4})$/.test(text.slice(Math.max(0, from - 6), from))
    const goesOnBehind = /^\.?[A-Za-z0-9-]/.test(text.slice(from + id.length, from + id.length + 2))
    if ((!goesOnBefore || isEscape) && !goesOnBehind) return true
  }
  return false
}
