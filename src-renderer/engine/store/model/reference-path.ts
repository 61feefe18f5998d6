const call = '.getReferenceKey('

/**
 * The path of the Reference whose key a view's column asks for: what stands before the first `getReferenceKey`.
 * The store resolves references itself, because a key is lost for contained, conditional and logical references.
 * @returns undefined when the path asks for no key
 */
export function referencePath(path: string): string | undefined {
  const end = path.indexOf(call)
  if (end < 0) return undefined
  let start = end
  let depth = 0
  let quoted = false
  for (let index = end - 1; index >= 0; index--) {
    const char = path[index]!
    if (char === "'") quoted = !quoted
    else if (!quoted) {
      if (char === ')' || char === ']') depth++
      else if (char === '(' || char === '[') {
        if (depth === 0) break
        depth--
      } else if (depth === 0 && !/[\w.$%]/.test(char)) break
    }
    start = index
  }
  return path.slice(start, end)
}
