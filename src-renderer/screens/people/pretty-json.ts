/** JSON text with line breaks and indentation; numbers keep their digits as written. Text that is not JSON stays as it is. */
export function prettyJson(text: string): string {
  let out = ''
  let depth = 0
  let quoted = false
  const breakLine = (): string => `\n${'  '.repeat(Math.max(0, depth))}`
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (quoted) {
      out += char
      if (char === '\\') out += text.charAt(++i)
      else if (char === '"') quoted = false
    } else if (char === '"') {
      quoted = true
      out += char
    } else if (char === '{' || char === '[') {
      const close = char === '{' ? '}' : ']'
      const rest = /^\s*/.exec(text.slice(i + 1, i + 65))?.[0].length ?? 0
      if (text.charAt(i + 1 + rest) === close) {
        out += char + close
        i += 1 + rest
      } else {
        depth++
        out += char + breakLine()
      }
    } else if (char === '}' || char === ']') {
      depth--
      out += breakLine() + char
    } else if (char === ',') out += char + breakLine()
    else if (char === ':') out += ': '
    else if (!/\s/.test(char)) out += char
  }
  return out
}
