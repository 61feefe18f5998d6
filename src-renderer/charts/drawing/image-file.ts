/** A picture as a file, from the address that holds all of it. @param dataUrl of base64 or percent-encoded content */
export function imageFile(dataUrl: string): Blob {
  const comma = dataUrl.indexOf(',')
  const [type, ...more] = dataUrl.slice('data:'.length, comma).split(';')
  const content = dataUrl.slice(comma + 1)
  const bytes = more.includes('base64')
    ? Uint8Array.from(atob(content), (character) => character.codePointAt(0) ?? 0)
    : new TextEncoder().encode(decodeURIComponent(content))
  return new Blob([bytes], { type: type ?? '' })
}
