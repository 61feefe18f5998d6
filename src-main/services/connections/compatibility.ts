import { commonMessages as common } from '#messages/common.ts'
import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import type { CompatibilityRow, Discovered } from '#shared/connections/server-report.ts'
import { absentTypes } from '#shared/offered-types.ts'
import type { ProtocolFacts } from '../../bulk/protocol/protocol-facts.ts'
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
  /** How the server kept to the protocol; absent in records of earlier versions. */
  readonly protocol?: ProtocolFacts | undefined
}

const notSeen = m.noExportYet
const notAnswering = m.theServerDoesNotAnswer

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
        ? m.doesNotHave(absent.join(', '))
        : server.types.length === 0
          ? m.doesNotSay
          : m.typesTypes(server.types.length)
  const observed = refused
    ? m.theServerRefusedTheLastExport
    : good.length === 0
      ? notSeen
      : missing.length > 0
        ? m.requestedAndNeverArrived(missing.join(', '))
        : m.allArrived
  const differs = absent.length > 0 || missing.length > 0 || refused
  const verdict = differs ? 'differs' : good.length === 0 ? 'unknown' : 'agrees'
  return row(m.resourceTypes, list(wanted, m.allThatArePermitted), offered, observed, verdict)
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
      m.levels,
      list(profile.levels, 'none'),
      said(list(server?.levels ?? [], m.announcesNone)),
      list([...levels], notSeen),
      levelsDiffer ? 'differs' : server === undefined || server.levels.length === 0 ? 'unknown' : 'agrees'
    ),
    row(
      'Sign-in',
      profile.auth,
      said(list(server?.authMethods ?? [], m.doesNotSay)),
      good.length > 0 ? m.works : notSeen,
      good.length > 0 || server?.authMethods.includes(profile.auth) === true ? 'agrees' : 'unknown'
    ),
    row(
      m.signingAlgorithms,
      'ES384, RS384',
      said(list(server?.signingAlgorithms ?? [], m.doesNotSay)),
      good.length > 0 ? m.works : notSeen,
      server !== undefined &&
        server.signingAlgorithms.length > 0 &&
        !server.signingAlgorithms.some((item) => item === 'ES384' || item === 'RS384')
        ? 'differs'
        : 'agrees'
    ),
    row(
      m.parameters,
      list(profile.parameters, common.none),
      said(m.statedInTheDocumentationOnly),
      leftOut.size > 0 ? m.refusedParameters([...leftOut].join(', ')) : good.length > 0 ? m.noneRefused : notSeen,
      leftOut.size > 0 ? 'differs' : good.length > 0 ? 'agrees' : 'unknown'
    ),
    row(
      m.changesSinceSince,
      profile.since,
      said(m.doesNotSay),
      refreshed.length > 0 ? m.refreshedRefreshes(refreshed.length) : m.noRefreshYet,
      leftOut.has('_since') ? 'differs' : refreshed.length > 0 ? 'agrees' : 'unknown'
    ),
    typesRow(server, seen, wanted),
    row(
      m.waiting,
      m.asksForTheStatusAtLeast(profile.retryAfterCapSeconds),
      said(m.saysItWhileItWorks),
      waits.length > 0 ? m.askedForUpToS(Math.max(...waits)) : notSeen,
      waits.some((wait) => wait > profile.retryAfterCapSeconds) ? 'differs' : waits.length > 0 ? 'agrees' : 'unknown'
    ),
    row(
      m.countsInTheManifest,
      m.optional,
      said(m.doesNotSay),
      withFiles.length === 0 ? notSeen : withFiles.every(({ counted }) => counted) ? m.statesThem : m.doesNotStateThem,
      withFiles.length === 0 ? 'unknown' : 'agrees'
    ),
    row(
      m.deletedWhenStored,
      profile.deleteWhenStored ? common.yes : common.no,
      said(m.doesNotSay),
      good.length === 0 ? notSeen : good.some(({ deletedOnServer }) => deletedOnServer) ? m.deleted : m.leftThere,
      good.length === 0 ? 'unknown' : 'agrees'
    )
  ]
}
