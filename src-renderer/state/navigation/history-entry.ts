import type { Day, Filter } from '#engine/base/figures/filter.ts'
import { decodeText, encodeText } from './address-text.ts'
import type { Route } from './route.ts'
import { formatRoute, parseRoute } from './route-address.ts'

/** What one history entry holds. `asOf` is undefined for "the last day with data". Never names or identifiers of people. */
export interface HistoryEntry {
  readonly route: Route
  readonly asOf: Day | undefined
  readonly filters: readonly Filter[]
}

/** @returns the hash of a place, such as `#/overview?as-of=2026-10-31&filter=payer:Medicare` */
export function formatPlace(place: HistoryEntry): string {
  const parts: string[] = []
  if (place.asOf !== undefined) parts.push(`as-of=${new Date(place.asOf * 86_400_000).toISOString().slice(0, 10)}`)
  for (const filter of place.filters)
    parts.push(
      `filter=${filter.exclude === true ? '!' : ''}${encodeText(filter.dimension)}:${filter.values.map(encodeText).join(',')}`
    )
  return `#${formatRoute(place.route)}${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

/** Reads a hash. Parts that cannot be read are left out; an unknown path gives `undefined`. */
export function parsePlace(hash: string): HistoryEntry | undefined {
  const text = hash.replace(/^#/, '')
  const cut = text.indexOf('?')
  const route = parseRoute(cut < 0 ? text : text.slice(0, cut))
  if (route === undefined) return undefined
  let asOf: Day | undefined
  const filters: Filter[] = []
  for (const part of cut < 0 ? [] : text.slice(cut + 1).split('&')) {
    if (part.startsWith('as-of=')) asOf = parseDayText(part.slice(6))
    else if (part.startsWith('filter=')) {
      const filter = parseFilter(part.slice(7))
      // Two of one dimension would be one choice: the first counts.
      if (filter !== undefined && filters.every(({ dimension }) => dimension !== filter.dimension)) filters.push(filter)
    }
  }
  return { route, asOf, filters }
}

function parseDayText(text: string): Day | undefined {
  const millis = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isNaN(millis) ? undefined : millis / 86_400_000
}

function parseFilter(text: string): Filter | undefined {
  const exclude = text.startsWith('!')
  const [name = '', values] = text.slice(exclude ? 1 : 0).split(':')
  const dimension = decodeText(name)
  if (!dimension || values === undefined) return undefined
  const decoded = values.split(',').map(decodeText)
  if (!decoded.every((value) => value !== undefined)) return undefined
  return exclude ? { dimension, values: decoded, exclude } : { dimension, values: decoded }
}
