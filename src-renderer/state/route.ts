import type { Day, Filter } from '#engine/selection/filter.ts'

/** Tabs of a registry screen. */
export const registryTabs = ['summary', 'control', 'people', 'definition'] as const
export type RegistryTab = (typeof registryTabs)[number]

/** A place in the program. `start` is the first-run screen. */
export type Route =
  | {
      readonly screen:
        'start' | 'overview' | 'patients' | 'explore' | 'sql' | 'quality' | 'connections' | 'snapshots' | 'settings'
    }
  | { readonly screen: 'registry'; readonly id: string; readonly tab: RegistryTab }
  | { readonly screen: 'patient'; readonly patient: number }

export type ScreenName = Route['screen']

/** What one history entry holds. `asOf` is undefined for "the last day with data". Never names or identifiers of people. */
export interface Place {
  readonly route: Route
  readonly asOf: Day | undefined
  readonly filters: readonly Filter[]
}

const paths: Readonly<Record<Exclude<ScreenName, 'registry' | 'patient'>, string>> = {
  start: '/',
  overview: '/overview',
  patients: '/patients',
  explore: '/explore',
  sql: '/sql',
  quality: '/data/quality',
  connections: '/data/connections',
  snapshots: '/data/snapshots',
  settings: '/settings'
}

/** Screens that show all data of the workspace, whatever the population filters say. */
export function ignoresFilters(screen: ScreenName): boolean {
  return ['start', 'sql', 'quality', 'connections', 'snapshots', 'settings'].includes(screen)
}

/** @returns the path of a route, such as `/registry/diabetes/control` */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'registry':
      return `/registry/${encode(route.id)}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'patient':
      return `/patient/${route.patient}`
    default:
      return paths[route.screen]
  }
}

/** @returns the route of a path; `undefined` when there is no such place */
export function parseRoute(path: string): Route | undefined {
  const [first = '', second, third, ...rest] = path.replace(/^\//, '').split('/')
  if (rest.length > 0) return undefined
  if (first === 'registry' && second) {
    const tab = registryTabs.find((name) => name === (third ?? 'summary'))
    const id = decode(second)
    return tab === undefined || id === undefined ? undefined : { screen: 'registry', id, tab }
  }
  if (first === 'patient' && second && /^\d{1,9}$/.test(second) && third === undefined)
    return { screen: 'patient', patient: Number(second) }
  for (const [screen, known] of Object.entries(paths))
    if (known === path) return { screen: screen as keyof typeof paths }
  return undefined
}

/** @returns the hash of a place, such as `#/overview?as-of=2026-10-31&filter=payer:Medicare` */
export function formatPlace(place: Place): string {
  const parts: string[] = []
  if (place.asOf !== undefined) parts.push(`as-of=${new Date(place.asOf * 86_400_000).toISOString().slice(0, 10)}`)
  for (const filter of place.filters)
    parts.push(
      `filter=${filter.exclude === true ? '!' : ''}${encode(filter.dimension)}:${filter.values.map(encode).join(',')}`
    )
  return `#${formatRoute(place.route)}${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

/** Reads a hash. Parts that cannot be read are left out; an unknown path gives `undefined`. */
export function parsePlace(hash: string): Place | undefined {
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
      if (filter !== undefined) filters.push(filter)
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
  const dimension = decode(name)
  if (!dimension || values === undefined) return undefined
  const decoded = values.split(',').map(decode)
  if (!decoded.every((value) => value !== undefined)) return undefined
  return exclude ? { dimension, values: decoded, exclude } : { dimension, values: decoded }
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('!', '%21')
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
