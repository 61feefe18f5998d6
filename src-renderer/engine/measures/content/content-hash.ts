import type { ElmLibrary, ElmStatement } from '../../cql/elm/library/elm-library.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { checkMeasure, type MeasureCheck } from './check-measure.ts'

/** Members of ELM that say where something was written and nothing about what it means. */
const asides: ReadonlySet<string> = new Set(['annotation', 'locator', 'localId', 'signature'])

/** JSON of a value with the members of objects in order, maps and sets as sorted lists, without what has no meaning. */
function canonical(value: unknown): unknown {
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, unknown>)]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => [key, canonical(item)])
  }
  if (value instanceof Set) return [...(value as ReadonlySet<string>)].sort()
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([key, item]) => item !== undefined && !asides.has(key))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, item]) => [key, canonical(item)])
}

const texts = new WeakMap<object, string>()

/** The canonical text of something that does not change, computed once: equal texts mean the same. */
export function elmText(value: ElmLibrary | ElmStatement | ReadonlyMap<string, unknown>): string {
  let known = texts.get(value)
  if (known === undefined) {
    known = JSON.stringify(canonical(value))
    texts.set(value, known)
  }
  return known
}

/**
 * SHA-256, hexadecimal, over a measure and everything that its logic reaches: libraries and value sets. Equal hashes give
 * equal results on the same data. Notes and places in the text do not count.
 * @param check of the measure, where it was made already
 */
export async function contentHash(
  definition: MeasureDefinition,
  content: MeasureContent,
  check: MeasureCheck = checkMeasure(definition, content)
): Promise<string> {
  const parts = [
    JSON.stringify(canonical(definition)),
    ...[...check.libraries].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)).map(elmText),
    ...[...check.valueSets]
      .sort((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0))
      .map(({ url }) => `${url} ${elmText(content.valueSets.get(url) ?? new Map<string, unknown>())}`)
  ]
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(parts.join('\n')))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
