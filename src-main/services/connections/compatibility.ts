import type { CompatibilityRow, Discovered } from '#shared/connection.ts'
import { absentTypes } from '#shared/offered-types.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'

/** What one past export saw, as the history stores it. */
export interface SeenExport {
  readonly at: number
  readonly state: string
  /** Why it failed. */
  readonly code?: string | undefined
  readonly level: string
  readonly leftOut: readonly string[]
  readonly counted: boolean
  readonly asked: readonly string[]
  readonly delivered: readonly string[]
  readonly askedSeconds?: number | undefined
  readonly deletedOnServer: boolean
  readonly incremental: boolean
}

const notSeen = 'No export yet'
const notAnswering = 'The server does not answer'

const brought = ({ state }: SeenExport): boolean => state === 'committed' || state === 'partial'
const list = (items: readonly string[], empty: string): string => (items.length === 0 ? empty : items.join(', '))
const row = (
  topic: string,
  profile: string,
  server: string,
  seen: string,
  verdict: CompatibilityRow['verdict']
): CompatibilityRow => ({ topic, profile, server, seen, verdict })

/** Types that the server does not have or refuses differ, also when they were left out of what was asked for. */
function typesRow(
  server: Discovered | undefined,
  seen: readonly SeenExport[],
  wanted: readonly string[]
): CompatibilityRow {
  const good = seen.filter(brought)
  const absent = absentTypes(wanted, server)
  // Changes need not hold every type; what has come once is there.
  const delivered = new Set(good.flatMap((item) => item.delivered))
  const asked = new Set(good.flatMap((item) => (item.incremental ? [] : item.asked)))
  const missing = [...asked].filter((type) => !delivered.has(type))
  const refused = seen[0]?.code === 'not-allowed'
  const offered =
    server === undefined
      ? notAnswering
      : absent.length > 0
        ? `Does not have: ${absent.join(', ')}`
        : server.types.length === 0
          ? 'Does not say'
          : `${server.types.length} types`
  const observed = refused
    ? 'The server refused the last export'
    : good.length === 0
      ? notSeen
      : missing.length > 0
        ? `Requested and never arrived: ${missing.join(', ')}`
        : 'All arrived'
  const differs = absent.length > 0 || missing.length > 0 || refused
  const verdict = differs ? 'differs' : good.length === 0 ? 'unknown' : 'agrees'
  return row('Resource types', list(wanted, 'All that are permitted'), offered, observed, verdict)
}

/**
 * The profile, the server's own words and the past exports side by side.
 * @param server `undefined` when it does not answer
 * @param wanted resource types that the settings choose; none means everything
 */
export function compatibilityRows(
  profile: VendorProfile,
  server: Discovered | undefined,
  seen: readonly SeenExport[],
  wanted: readonly string[]
): CompatibilityRow[] {
  const good = seen.filter(brought)
  const leftOut = new Set(seen.flatMap((item) => item.leftOut))
  const waits = seen.flatMap(({ askedSeconds }) => (askedSeconds === undefined ? [] : [askedSeconds]))
  const said = (text: string): string => (server === undefined ? notAnswering : text)
  const levels = new Set(good.map(({ level }) => level))
  const levelsDiffer = server !== undefined && server.levels.some((level) => !profile.levels.includes(level))
  const refreshed = good.filter(({ incremental }) => incremental)
  // A refresh that found nothing new has no files that could be counted.
  const withFiles = good.filter(({ delivered }) => delivered.length > 0)
  return [
    row(
      'Levels',
      list(profile.levels, 'none'),
      said(list(server?.levels ?? [], 'Announces none')),
      list([...levels], notSeen),
      levelsDiffer ? 'differs' : server === undefined || server.levels.length === 0 ? 'unknown' : 'agrees'
    ),
    row(
      'Sign-in',
      profile.auth,
      said(list(server?.authMethods ?? [], 'Does not say')),
      good.length > 0 ? 'Works' : notSeen,
      good.length > 0 || server?.authMethods.includes(profile.auth) === true ? 'agrees' : 'unknown'
    ),
    row(
      'Signing algorithms',
      'ES384, RS384',
      said(list(server?.signingAlgorithms ?? [], 'Does not say')),
      good.length > 0 ? 'Works' : notSeen,
      server !== undefined &&
        server.signingAlgorithms.length > 0 &&
        !server.signingAlgorithms.some((item) => item === 'ES384' || item === 'RS384')
        ? 'differs'
        : 'agrees'
    ),
    row(
      'Parameters',
      list(profile.parameters, 'none'),
      said('Stated in the documentation only'),
      leftOut.size > 0 ? `Refused: ${[...leftOut].join(', ')}` : good.length > 0 ? 'None refused' : notSeen,
      leftOut.size > 0 ? 'differs' : good.length > 0 ? 'agrees' : 'unknown'
    ),
    row(
      'Changes since (_since)',
      profile.since,
      said('Does not say'),
      refreshed.length > 0
        ? `${refreshed.length} ${refreshed.length === 1 ? 'refresh' : 'refreshes'}`
        : 'No refresh yet',
      leftOut.has('_since') ? 'differs' : refreshed.length > 0 ? 'agrees' : 'unknown'
    ),
    typesRow(server, seen, wanted),
    row(
      'Waiting',
      `Looks at least every ${profile.retryAfterCapSeconds} s`,
      said('Says it while it works'),
      waits.length > 0 ? `Asked for up to ${Math.max(...waits)} s` : notSeen,
      waits.some((wait) => wait > profile.retryAfterCapSeconds) ? 'differs' : waits.length > 0 ? 'agrees' : 'unknown'
    ),
    row(
      'Counts in the manifest',
      'Optional',
      said('Does not say'),
      withFiles.length === 0
        ? notSeen
        : withFiles.every(({ counted }) => counted)
          ? 'States them'
          : 'Does not state them',
      withFiles.length === 0 ? 'unknown' : 'agrees'
    ),
    row(
      'Deleted when stored',
      profile.deleteWhenStored ? 'Yes' : 'No',
      said('Does not say'),
      good.length === 0 ? notSeen : good.some(({ deletedOnServer }) => deletedOnServer) ? 'Deleted' : 'Left there',
      good.length === 0 ? 'unknown' : 'agrees'
    )
  ]
}
