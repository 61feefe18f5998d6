/** FNV-1a with a seed, 32 bits. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** A UUID that a text always gives (RFC 9562, version 8), so that the same report has the same id. */
export function uuidOf(text: string): string {
  const words = [1, 2, 3, 4].map((seed) => hashOf(text, Math.imul(seed, 0x9e3779b1)).toString(16).padStart(8, '0'))
  const digits = words.join('')
  const variant = '89ab'[Number.parseInt(digits[16]!, 16) & 3]!
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}
