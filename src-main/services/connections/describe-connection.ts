import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import type { Connection } from '#shared/connections/connection.ts'
import type { KeyInfo } from '#shared/connections/connection-keys.ts'
import type { GrantStore } from '../../auth/grant.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { ConnectionFile } from './connection-file.ts'
import { publishedKeys } from './connection-keys.ts'
import { typesOf } from './scope-registry.ts'
import { missingFor } from './settings-check.ts'
import { signedInPerson } from './stored-grants.ts'
import type { VendorCatalog } from './vendor-catalog.ts'

/** A connection without what exports and schedules know of it. */
export type BareConnection = Omit<Connection, 'lastRun' | 'nextRunAt' | 'dataFrom'>

/** What is known of a connection next to its file. */
interface ConnectionFacts {
  readonly clock: ClockPort
  readonly vendors: VendorCatalog
  /** It lies on the disk; otherwise it is in memory only, with its secrets. */
  readonly isStored: boolean
  /** Whether the keyring is open. */
  readonly isOpen: () => Promise<boolean>
  /** What was changed outside Populus and not confirmed yet. */
  readonly changedOutside: () => Promise<Connection['changedOutside']>
  readonly grants: () => GrantStore
  /** Types that rules of this installation need. */
  readonly ruleTypes: () => Promise<readonly string[]>
}

/** A connection as the page shows it, with what is missing before it can export. It holds no private half of a key and no secret. */
export async function describeConnection(file: ConnectionFile, facts: ConnectionFacts): Promise<BareConnection> {
  const { clock, vendors, isStored } = facts
  const { id, createdAt, settings, hasSecret, hosted, endedKeys } = file
  const keys = publishedKeys(file.keys, clock.now())
  // An address that was changed outside Populus belongs to a server that nobody has looked at.
  const discovered = file.discovered?.server.base === settings.base ? file.discovered : undefined
  const isSecret = keys.length > 0 || hasSecret || file.signedIn !== undefined
  const unlocked = !isStored || !isSecret || (await facts.isOpen())
  const changedOutside = isStored ? await facts.changedOutside() : undefined
  const person =
    settings.auth === 'authorization_code'
      ? await signedInPerson(file, unlocked, facts.grants(), clock.now())
      : undefined
  const types = typesOf(settings, discovered?.server, await facts.ruleTypes())
  const { parameters } = vendors.profile(settings.vendor, settings.switches)
  const infos = keys.map(({ publicJwk: _public, ...info }): KeyInfo => info)
  return {
    id,
    kind: isStored ? 'server' : 'sandbox',
    createdAt,
    settings,
    keys: infos,
    ...(endedKeys === undefined ? {} : { endedKeys: endedKeys.map(({ publicJwk: _public, ...ended }) => ended) }),
    hasSecret,
    ...(person === undefined ? {} : { person }),
    unlocked,
    types,
    missing: [
      ...(changedOutside === undefined ? [] : [m.itsSettingsWereChangedOutsidePopulus]),
      ...missingFor(
        { ...file, signedIn: person?.state === 'signed-in' ? file.signedIn : undefined },
        unlocked,
        types,
        parameters
      )
    ],
    ...(changedOutside === undefined ? {} : { changedOutside }),
    ...(discovered === undefined ? {} : { discovered }),
    ...(hosted === undefined ? {} : { hosted })
  }
}
