/** A text as one part of an address. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('!', '%21')
}

/** The text of a part of an address; undefined where it cannot be read. */
export function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
