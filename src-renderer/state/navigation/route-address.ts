import { gapStatuses } from '#engine/measures/results/gap-status.ts'
import { defined } from '#shared/language/defined.ts'
import { decodeText, encodeText } from './address-text.ts'
import {
  boardTabs,
  cohortTabs,
  connectionTabs,
  contentTabs,
  costTabs,
  dataQualityTabs,
  findingLists,
  measuresTabs,
  measureTabs,
  registryTabs,
  riskTabs,
  type Route,
  type ScreenName,
  sharingTabs
} from './route.ts'

const paths: Readonly<Record<Exclude<ScreenName, 'registry' | 'patient' | 'measure'>, string>> = {
  start: '/',
  overview: '/overview',
  cost: '/cost',
  risk: '/risk',
  patients: '/patients',
  explore: '/explore',
  boards: '/boards',
  cohorts: '/cohorts',
  views: '/views',
  sql: '/sql',
  quality: '/data/quality',
  connections: '/data/connections',
  sources: '/data/sources',
  snapshots: '/data/snapshots',
  audit: '/audit',
  settings: '/settings',
  measures: '/measures',
  gaps: '/gaps',
  content: '/content',
  sharing: '/sharing',
  cql: '/cql'
}

/** Stands in an address for all rates; a key of a rate has a slash in it. */
const anyRate = 'any'

/** @returns the path of a route, such as `/registry/diabetes/control` */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'registry':
      return `/registry/${encodeText(route.id)}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'patient':
      return `/patient/${route.patient}`
    case 'overview':
      return `${paths.overview}${route.tab === undefined ? '' : `/${route.tab}`}`
    case 'cost':
      return `${paths.cost}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'cohorts':
      return [paths.cohorts, route.id, route.tab === 'build' ? undefined : route.tab]
        .filter((part) => part !== undefined)
        .join('/')
    case 'boards':
      return [paths.boards, route.id, route.tab === 'board' ? undefined : route.tab]
        .filter((part) => part !== undefined)
        .join('/')
    case 'risk':
      return `${paths.risk}${route.tab === 'scores' ? '' : `/${route.tab}`}`
    case 'quality':
      return [paths.quality, route.tab, route.list ?? route.tables?.join(',')]
        .filter((part) => part !== undefined)
        .join('/')
    case 'connections':
      return formatConnection(route)
    case 'measures':
      return `${paths.measures}${route.tab === 'scorecard' ? '' : `/${route.tab}`}`
    case 'measure':
      return `/measure/${encodeText(route.rate)}${route.tab === 'summary' ? '' : `/${route.tab}`}`
    case 'gaps':
      return formatGaps(route)
    case 'content':
      return `${paths.content}${route.tab === 'measures' ? '' : `/${route.tab}`}`
    case 'sharing':
      return `${paths.sharing}${route.tab === 'pack' ? '' : `/${route.tab}`}`
    case 'cql':
      return `${paths.cql}${route.measure === undefined ? '' : `/${encodeText(route.measure)}`}`
    default:
      return paths[route.screen]
  }
}

/** @returns the route of a path; `undefined` when there is no such place */
export function parseRoute(path: string): Route | undefined {
  const [first = '', second, third, ...rest] = path.replace(/^\//, '').split('/')
  if (path.startsWith(`${paths.connections}/`)) return parseConnection(path.slice(paths.connections.length + 1))
  if (path.startsWith(`${paths.quality}/`)) return parseDataQuality(path.slice(paths.quality.length + 1))
  if (rest.length > 0) return undefined
  if (first === 'registry' && second) {
    const tab = registryTabs.find((name) => name === (third ?? 'summary'))
    const id = decodeText(second)
    return tab === undefined || id === undefined ? undefined : { screen: 'registry', id, tab }
  }
  if (first === 'overview' && second === 'signals' && third === undefined) return { screen: 'overview', tab: 'signals' }
  if (first === 'cost' && third === undefined) {
    const tab = costTabs.find((name) => name === (second ?? 'summary'))
    return tab && { screen: 'cost', tab }
  }
  if (first === 'cohorts' && second !== undefined) {
    const tab = cohortTabs.find((name) => name === (third ?? 'build'))
    return tab === undefined || !/^[a-z0-9-]{1,36}$/i.test(second) ? undefined : { screen: 'cohorts', id: second, tab }
  }
  if (first === 'boards' && second !== undefined) {
    const tab = boardTabs.find((name) => name === (third ?? 'board'))
    return tab === undefined || !/^[a-z0-9]{1,36}$/.test(second) ? undefined : { screen: 'boards', id: second, tab }
  }
  if (first === 'risk' && third === undefined) {
    const tab = riskTabs.find((name) => name === (second ?? 'scores'))
    return tab && { screen: 'risk', tab }
  }
  if (first === 'patient' && second && /^\d{1,9}$/.test(second) && third === undefined)
    return { screen: 'patient', patient: Number(second) }
  const quality = parseQuality(first, second, third) ?? parseContent(first, second, third)
  if (quality !== undefined) return quality
  for (const [screen, known] of Object.entries(paths)) if (known === path) return { screen } as Route
  return undefined
}

function parseDataQuality(text: string): Route | undefined {
  const [first, second, ...rest] = text.split('/')
  const tab = dataQualityTabs.find((name) => name === first)
  if (tab === undefined || rest.length > 0) return undefined
  if (second === undefined) return { screen: 'quality', tab }
  if (tab === 'checks')
    return /^[a-z_]{1,40}(?:,[a-z_]{1,40}){0,30}$/.test(second)
      ? { screen: 'quality', tab, tables: second.split(',') }
      : undefined
  const list = findingLists.find((name) => name === second)
  return list === undefined || tab !== 'findings' ? undefined : { screen: 'quality', tab, list }
}

function parseQuality(first: string, second: string | undefined, third: string | undefined): Route | undefined {
  if (first === 'measures' && third === undefined) {
    const tab = measuresTabs.find((name) => name === (second ?? 'scorecard'))
    return tab && { screen: 'measures', tab }
  }
  const rate = second ? decodeText(second) : undefined
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
  const about = rate === undefined ? (statuses.length === 0 ? '' : `/${anyRate}`) : `/${encodeText(rate)}`
  return `${paths.gaps}${about}${statuses.length === 0 ? '' : `/${statuses.join(',')}`}`
}

function parseContent(first: string, second: string | undefined, third: string | undefined): Route | undefined {
  if (third !== undefined) return undefined
  if (first === 'content') {
    const tab = contentTabs.find((name) => name === (second ?? 'measures'))
    return tab && { screen: 'content', tab }
  }
  if (first === 'sharing') {
    const tab = sharingTabs.find((name) => name === (second ?? 'pack'))
    return tab && { screen: 'sharing', tab }
  }
  if (first !== 'cql') return undefined
  const measure = second ? decodeText(second) : undefined
  return measure === undefined ? { screen: 'cql' } : { screen: 'cql', measure }
}

function formatConnection({ id, tab, guide }: Extract<Route, { screen: 'connections' }>): string {
  if (guide !== undefined) return `${paths.connections}/guide/${encodeText(guide)}`
  if (id === undefined) return `${paths.connections}${tab === 'setup' ? '/new' : ''}`
  return `${paths.connections}/${encodeText(id)}${tab === undefined || tab === 'exports' ? '' : `/${tab}`}`
}

function parseConnection(path: string): Route | undefined {
  if (path === 'new') return { screen: 'connections', tab: 'setup' }
  const [id = '', name, ...rest] = path.split('/')
  if (id === 'guide' && rest.length === 0 && /^[a-z0-9-]{2,40}$/.test(name ?? ''))
    return { screen: 'connections', guide: defined(name) }
  // Only names that the program makes: an address never carries that of a server.
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(id) || rest.length > 0) return undefined
  if (name === undefined) return { screen: 'connections', id }
  const tab = connectionTabs.find((each) => each === name)
  return tab === undefined ? undefined : { screen: 'connections', id, tab }
}
