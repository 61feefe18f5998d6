// A call takes a limited number of arguments.
const bytesPerCall = 8192

/** Base64 of bytes (RFC 4648, section 4), with padding. */
export function base64OfBytes(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += bytesPerCall)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(from, from + bytesPerCall)) as string
  return btoa(text)
}

/**
 * Bytes of Base64. Content holds megabytes of it, which `Uint8Array.from` with a function takes many times longer for.
 * @throws DOMException when the text is no Base64
 */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const decoded = atob(text)
  const bytes = new Uint8Array(decoded.length)
  for (let index = 0; index < bytes.length; index++) bytes[index] = decoded.charCodeAt(index)
  return bytes
}
