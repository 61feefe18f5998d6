/**
 * How deep brackets of a text are nested, outside of quoted texts; no deeper than asked for is counted.
 * @param quotes characters that begin and end a quoted text; a backslash within one takes the next character's meaning
 */
export function nestingOf(text: string, quotes: string, most: number): number {
  let depth = 0
  let deepest = 0
  let quote = ''
  for (let index = 0; index < text.length && deepest <= most; index++) {
    const character = text[index]!
    if (quote !== '') {
      if (character === '\\') index++
      else if (character === quote) quote = ''
    } else if (quotes.includes(character)) quote = character
    else if (character === '(' || character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ')' || character === ']' || character === '}') depth--
  }
  return deepest
}
