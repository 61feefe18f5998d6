import { gapStatuses, type GapStatus } from '#engine/quality/gap-status.ts'
import type { Day, Filter } from '#engine/selection/filter.ts'

/** Tabs of a registry screen. */
export const registryTabs = ['summary', 'control', 'people', 'definition'] as const
export type RegistryTab = (typeof registryTabs)[number]

/** Tabs of cost and use. */
export const costTabs = ['summary', 'use'] as const
export type CostTab = (typeof costTabs)[number]

/** Tabs of a connection; `setup` is its guided set-up. */
export const connectionTabs = [
  'exports',
  'history',
  'schedule',
  'health',
  'compatibility',
  'keys',
  'settings',
  'setup'
] as const
export type ConnectionTab = (typeof connectionTabs)[number]

/** Tabs of the quality measures. */
export const measuresTabs = ['scorecard', 'units', 'what-if', 'changes', 'reports'] as const
export type MeasuresTab = (typeof measuresTabs)[number]

/** Tabs of one rate. */
export const measureTabs = ['summary', 'groups', 'definition'] as const
export type MeasureTab = (typeof measureTabs)[number]

/** Tabs of the measure content. */
export const contentTabs = ['measures', 'packs', 'runs'] as const
export type ContentTab = (typeof contentTabs)[number]

/** A place in the program. `start` is the first-run screen. */
export type Route =
  | {
      readonly screen: 'start' | 'patients' | 'explore' | 'views' | 'sql' | 'quality' | 'snapshots' | 'settings'
    }
  | { readonly screen: 'overview'; readonly tab?: 'signals' }
  | { readonly screen: 'cost'; readonly tab: CostTab }
  /** Without an id: the list, or with `setup` the set-up of a new connection. */
  | { readonly screen: 'connections'; readonly id?: string; readonly tab?: ConnectionTab }
  | { readonly screen: 'registry'; readonly id: string; readonly tab: RegistryTab }
  | { readonly screen: 'patient'; readonly patient: number }
  | { readonly screen: 'measures'; readonly tab: MeasuresTab }
  /** One rate, by its key. */
  | { readonly screen: 'measure'; readonly rate: string; readonly tab: MeasureTab }
  | { readonly screen: 'content'; readonly tab: ContentTab }
  /** The CQL editor, of one installed measure where there is an id. */
  | { readonly screen: 'cql'; readonly measure?: string }
  /** The worklist: of one rate where there is a key, in some statuses where they are named. */
  | { readonly screen: 'gaps'; readonly rate?: string; readonly statuses?: readonly GapStatus[] }

export type ScreenName = Route['screen']

/** What one history entry holds. `asOf` is undefined for "the last day with data". Never names or identifiers of people. */
export interface Place {
  readonly route: Route
  readonly asOf: Day | undefined
  readonly filters: readonly Filter[]
}

const paths: Readonly<Record<Exclude<ScreenName, 'registry' | 'patient' | 'measure'>, string>> = {
  start: '/',
  overview: '/overview',
  cost: '/cost',
  patients: '/patients',
  explore: '/explore',
  views: '/views',
  sql: '/sql',
  quality: '/data/quality',
  connections: '/data/connections',
  snapshots: '/data/snapshots',
  settings: '/settings',
  measures: '/measures',
  gaps: '/gaps',
  content: '/content',
  cql: '/cql'
}

/** Stands in an address for all rates; a key of a rate has a slash in it. */
const anyRate = 'any'

/** Screens that show all data of the workspace, whatever the population filters say. */
export function ignoresFilters(screen: ScreenName): boolean {
  return ['start', 'content', 'cql', 'views', 'sql', 'quality', 'connections', 'snapshots', 'settings'].includes(screen)
}

/** @returns the path of a route, such as `/registry/diabetes/control` */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'registry':
      return `/registry/${encode(route.id)}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'patient':
      return `/patient/${route.patient}`
    case 'overview':
      return `${paths.overview}${route.tab === undefined ? '' : `/${route.tab}`}`
    case 'cost':
      return `${paths.cost}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'connections':
      return formatConnection(route)
    case 'measures':
      return `${paths.measures}${route.tab === 'scorecard' ? '' : `/${route.tab}`}`
    case 'measure':
      return `/measure/${encode(route.rate)}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'gaps':
      return formatGaps(route)
    case 'content':
      return `${paths.content}${route.tab === 'measures' ? '' : `/${route.tab}`}`
    case 'cql':
      return `${paths.cql}${route.measure === undefined ? '' : `/${encode(route.measure)}`}`
    default:
      return paths[route.screen]
  }
}

/** @returns the route of a path; `undefined` when there is no such place */
export function parseRoute(path: string): Route | undefined {
  const [first = '', second, third, ...rest] = path.replace(/^\//, '').split('/')
  if (path.startsWith(`${paths.connections}/`)) return parseConnection(path.slice(paths.connections.length + 1))
  if (rest.length > 0) return undefined
  if (first === 'registry' && second) {
    const tab = registryTabs.find((name) => name === (third ?? 'summary'))
    const id = decode(second)
    return tab === undefined || id === undefined ? undefined : { screen: 'registry', id, tab }
  }
  if (first === 'overview' && second === 'signals' && third === undefined) return { screen: 'overview', tab: 'signals' }
  if (first === 'cost' && third === undefined) {
    const tab = costTabs.find((name) => name === (second ?? 'summary'))
    return tab && { screen: 'cost', tab }
  }
  if (first === 'patient' && second && /^\d{1,9}$/.test(second) && third === undefined)
    return { screen: 'patient', patient: Number(second) }
  const quality = parseQuality(first, second, third) ?? parseContent(first, second, third)
  if (quality !== undefined) return quality
  for (const [screen, known] of Object.entries(paths)) if (known === path) return { screen } as Route
  return undefined
}

function parseQuality(first: string, second: string | undefined, third: string | undefined): Route | undefined {
  if (first === 'measures' && third === undefined) {
    const tab = measuresTabs.find((name) => name === (second ?? 'scorecard'))
    return tab && { screen: 'measures', tab }
  }
  const rate = second ? decode(second) : undefined
  if (first === 'measure' && rate !== undefined) {
    const tab = measureTabs.find((name) => name === (third ?? 'summary'))
    return tab && { screen: 'measure', rate, tab }
  }
  if (first !== 'gaps' || (second !== undefined && rate === undefined)) return undefined
  const statuses = third?.split(',') ?? []
  const known = gapStatuses.filter((status) => statuses.includes(status))
  return known.length < statuses.length
    ? undefined
    : {
        screen: 'gaps',
        ...(rate === undefined || (rate === anyRate && known.length > 0) ? {} : { rate }),
        ...(known.length === 0 ? {} : { statuses: known })
      }
}

function formatGaps({ rate, statuses = [] }: Extract<Route, { screen: 'gaps' }>): string {
  const about = rate === undefined ? (statuses.length === 0 ? '' : `/${anyRate}`) : `/${encode(rate)}`
  return `${paths.gaps}${about}${statuses.length === 0 ? '' : `/${statuses.join(',')}`}`
}

function parseContent(first: string, second: string | undefined, third: string | undefined): Route | undefined {
  if (third !== undefined) return undefined
  if (first === 'content') {
    const tab = contentTabs.find((name) => name === (second ?? 'measures'))
    return tab && { screen: 'content', tab }
  }
  if (first !== 'cql') return undefined
  const measure = second ? decode(second) : undefined
  return measure === undefined ? { screen: 'cql' } : { screen: 'cql', measure }
}

function formatConnection({ id, tab }: Extract<Route, { screen: 'connections' }>): string {
  if (id === undefined) return `${paths.connections}${tab === 'setup' ? '/new' : ''}`
  return `${paths.connections}/${encode(id)}${tab === undefined || tab === 'exports' ? '' : `/${tab}`}`
}

function parseConnection(path: string): Route | undefined {
  if (path === 'new') return { screen: 'connections', tab: 'setup' }
  const [id = '', name, ...rest] = path.split('/')
  // Only names that the program makes: an address never carries that of a server.
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(id) || rest.length > 0) return undefined
  if (name === undefined) return { screen: 'connections', id }
  const tab = connectionTabs.find((each) => each === name)
  return tab === undefined ? undefined : { screen: 'connections', id, tab }
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
