/**
 * A copy of a text with memory of its own. V8 takes a part of a text, or one that was put together of parts, as a reference to them: a
 * name of 40 characters that somebody remembers holds all records of the file that it was read from.
 */
export function separateText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
