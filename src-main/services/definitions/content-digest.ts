import { createHash } from 'node:crypto'

/** JSON with the members of objects in order: equal texts mean the same. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([key, each]) => [key, canonical(each)])
  )
}

/** SHA-256 of a text, hexadecimal. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** SHA-256 of a JSON value, hexadecimal; neither white space nor the order of members counts. */
export function contentDigest(value: unknown): string {
  return textDigest(JSON.stringify(canonical(value)))
}
