import type { Message } from './message.ts'

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
// Pairs of small and capital letters, so that a program can change the case.
const accented = 'áƀçđéƒĝĥíĵķļṁñóþǫŕšţúṽŵẋýžÁɃÇĐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ'

function withAccents(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => accented.charAt(plain.indexOf(letter)))
}

/** A text without the accents of the pseudo-locale, in English again. */
export function withoutAccents(text: string): string {
  return text.replace(/[^\0-\x7F]/g, (letter) => {
    const place = accented.indexOf(letter)
    return place < 0 ? letter : plain.charAt(place)
  })
}

/**
 * A message of the pseudo-locale: each of its letters has an accent, and values that are put in stay as they are. What a
 * screen shows without accents is thus either data or a text that no catalog holds.
 */
export function pseudoMessage(message: Message): Message {
  if (typeof message === 'string') return withAccents(message)
  if (typeof message === 'object')
    return { ...message, one: withAccents(message.one), other: withAccents(message.other) }
  return (...values: unknown[]): string => {
    // Values are marked by signs of the private use area, which no text has.
    const marked = values.map((value, place) => (typeof value === 'string' ? `\uE000${place}\uE001` : value))
    return message(...(marked as never[]))
      .split(/(\uE000\d+\uE001)/)
      .map((part) => (part.startsWith('\uE000') ? String(values[Number(part.slice(1, -1))]) : withAccents(part)))
      .join('')
  }
}
