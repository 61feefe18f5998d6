import { fc } from './property.ts'

/** Texts that parsers stumble over. */
const nasty = [
  '__proto__',
  'constructor',
  'toString',
  '{"__proto__":{"polluted":true}}',
  '[[[[[[[[[[[[[[[[[[[[',
  '\u0000',
  '\uFEFF',
  '1e999',
  '-0',
  'null',
  '""',
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>&a;',
  '../../../etc/passwd',
  '\uD800',
  '"'.repeat(40),
  '('.repeat(400)
]

/** One change of some bytes. Places are shares of the length. */
type Change =
  | { readonly kind: 'flip'; readonly at: number; readonly bits: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drop' | 'double'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }

const share = fc.double({ min: 0, max: 1, noNaN: true })
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: share, bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: share }),
  fc.record({
    kind: fc.constantFrom('drop' as const, 'double' as const),
    at: share,
    length: fc.integer({ min: 1, max: 40 })
  }),
  fc.record({ kind: fc.constant('insert' as const), at: share, text: fc.constantFrom(...nasty) })
)

function changed(bytes: Uint8Array, { at, ...what }: Change): Uint8Array {
  const place = Math.min(bytes.length, Math.floor(at * bytes.length))
  const [before, behind] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (what.kind) {
    case 'cut':
      return before.slice()
    case 'flip': {
      const flipped = bytes.slice()
      if (place < flipped.length) flipped[place]! ^= what.bits
      return flipped
    }
    case 'drop':
      return Buffer.concat([before, behind.subarray(what.length)])
    case 'double':
      return Buffer.concat([before, behind.subarray(0, what.length), behind])
    case 'insert':
      return Buffer.concat([before, Buffer.from(what.text), behind])
  }
}

/** Bytes that were made from one of some valid files by a few changes. */
export function mutatedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([seed, changes]) => changes.reduce(changed, seed))
}

/** JSON values that were made from one of some valid ones: names and values are exchanged for what parsers stumble over. */
export function mutatedJson(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(...nasty, null, true, 0, -1, 1e300, [], {}, [[]], [null]),
    fc.jsonValue({ maxDepth: 2 })
  )
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(share, leaf, fc.boolean()), { minLength: 1, maxLength: 4 }))
    .map(([seed, changes]) =>
      changes.reduce<unknown>((value, [position, replacement, isName]) => {
        const places = placesIn(value)
        const place = places[Math.min(places.length - 1, Math.floor(position * places.length))]
        return place === undefined ? replacement : replaced(value, place, replacement, isName)
      }, seed)
    )
}

type Place = readonly (string | number)[]

function placesIn(value: unknown, path: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path]
  const names = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  const nested = names.flatMap((name) => placesIn((value as Record<string | number, unknown>)[name], [...path, name]))
  return path.length === 0 ? nested : [path, ...nested]
}

function replaced(value: unknown, [name, ...rest]: Place, replacement: unknown, isName: boolean): unknown {
  if (name === undefined) return replacement
  const inner = (value as Record<string | number, unknown>)[name]
  const next = isName && rest.length === 0 ? inner : replaced(inner, rest, replacement, isName)
  if (Array.isArray(value)) return value.with(Number(name), next)
  const entries = Object.entries(value as Readonly<Record<string, unknown>>).map(
    ([key, item]): readonly [string, unknown] =>
      key === name ? [isName && rest.length === 0 ? String(replacement) : key, next] : [key, item]
  )
  // As JSON.parse makes it: `__proto__` becomes a name of its own.
  return JSON.parse(JSON.stringify(Object.fromEntries(entries), undefined, 0)) as unknown
}
