/** Where a quoted text ends: the place of its last character, or the length of the text. @param from place of its first character */
function endOfQuoted(text: string, from: number, quote: string): number {
  for (let end = text.indexOf(quote, from); end >= 0; end = text.indexOf(quote, end + 1)) {
    let start = end
    while (start > from && text[start - 1] === '\\') start--
    // Of backslashes in a row each second one has lost its meaning to the one before.
    if ((end - start) % 2 === 0) return end
  }
  return text.length
}

/**
 * How deep brackets of a text are nested, outside of quoted texts; no deeper than asked for is counted.
 * @param quotes characters that begin and end a quoted text; a backslash within one takes the next character's meaning
 */
export function nestingOf(text: string, quotes: string, max: number): number {
  let depth = 0
  let deepest = 0
  for (let index = 0; index < text.length && deepest <= max; index++) {
    const character = text[index]!
    // Most of what lies between brackets and quotes is white space.
    if (character === ' ' || character === '\n') continue
    if (character === '(' || character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ')' || character === ']' || character === '}') depth--
    else if (quotes.includes(character)) index = endOfQuoted(text, index + 1, character)
  }
  return deepest
}
