/** Numbers whose text differs from the shortest notation of their value, by the object that holds them. */
const texts = new WeakMap<object, Map<string, string>>()

/** A number that JavaScript would write in another way: `1.0`, `1.50`, `1e2`. */
const unusual = /\d\.\d*0(?!\d)|\d[eE][+-]?\d/

/**
 * `JSON.parse` that remembers how decimals were written, for views with `needsDecimalText`. FHIR gives the written
 * precision a meaning (R4 §2.24.0.1, decimal). The result is plain JSON; the texts are kept next to it.
 * @throws SyntaxError as `JSON.parse`
 */
export function parseWithDecimalText(json: string): unknown {
  if (!unusual.test(json)) return JSON.parse(json)
  return JSON.parse(json, function (this: object, key: string, value: unknown, context?: { source?: string }) {
    if (typeof value === 'number' && context?.source !== undefined && context.source !== String(value)) {
      const ofHolder = texts.get(this) ?? new Map<string, string>()
      texts.set(this, ofHolder.set(key, context.source))
    }
    return value
  })
}

/** How `holder[key]`, a number, was written. */
export function decimalText(holder: object, key: string, value: number): string {
  return texts.get(holder)?.get(key) ?? String(value)
}
