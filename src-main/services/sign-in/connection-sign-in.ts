import { servicesSignInMessages as m } from '#messages/services/sign-in.ts'
import { AppError } from '#shared/app-error.ts'
import type { PersonSignIn } from '#shared/connections/connection.ts'
import type { Revocation } from '../../auth/revoke-grant.ts'
import type {
  AuditPort,
  BrowserPort,
  ClockPort,
  LogPort,
  NetPort,
  RandomPort,
  WebHandler,
  WebServer
} from '../../ports/host.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import type { BareConnection } from '../connections/describe-connection.ts'
import { discoverServer } from '../connections/discover-server.ts'
import { recordEffect } from '../audit/record-effect.ts'
import { permissionTypesOf } from '../connections/scope-registry.ts'
import type { AnswerText } from './answer-page.ts'
import { createPersonSignIn, type PersonCredentials } from './person-sign-in.ts'
import { planSignIn } from './sign-in-plan.ts'

/** Dependencies of {@link createConnectionSignIn}. */
export interface ConnectionSignInDependencies {
  readonly connections: Pick<
    ConnectionService,
    'get' | 'credentials' | 'grants' | 'profile' | 'noteServer' | 'ruleTypes'
  >
  readonly isOpen: () => Promise<boolean>
  readonly net: NetPort
  readonly serve: (handler: WebHandler) => Promise<WebServer>
  readonly browser: BrowserPort | undefined
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly audit: AuditPort
  readonly log: LogPort
  readonly checkAddress: (address: string) => void
  readonly later: (milliseconds: number, act: () => void) => () => void
  readonly changed: () => void
}

/** Sign-ins by persons at the servers of connections. */
export interface ConnectionSignIn {
  /** @throws AppError `invalid-input` for a connection with another way to sign in, `not-allowed` while locked, `network` */
  begin(id: string): Promise<{ readonly address: string; readonly opened: boolean }>
  cancel(id: string): Promise<void>
  /** @returns how the server took it, as a sentence */
  signOut(id: string): Promise<string>
  /** Ends the sign-in of a connection that is deleted; a server that cannot be told of it is no reason to keep it. */
  forget(id: string): Promise<void>
  /** Takes an answer that came by the private-use scheme. */
  answer(parameters: URLSearchParams): Promise<AnswerText>
  /** A connection with what waits or went wrong now. */
  describe<C extends Pick<BareConnection, 'id' | 'person'>>(connection: C): C
  close(): Promise<void>
}

const revocationTexts: Readonly<Record<Revocation, string>> = {
  revoked: m.signedOutTheServerHasRevoked,
  'not-offered': m.signedOutHereTheServerOffers,
  refused: m.signedOutHereButTheServer,
  unreachable: m.signedOutHereButTheServerCould
}

/** Plans, runs and records the sign-ins; grants are sealed with the other secrets of their connection. */
export function createConnectionSignIn(dependencies: ConnectionSignInDependencies): ConnectionSignIn {
  const { connections, isOpen, net, clock, audit, log, changed } = dependencies
  const persons = createPersonSignIn({
    ...dependencies,
    async store(connection, grant) {
      const facts = { connection, renewable: grant.refreshToken !== undefined }
      const person = grant.subject === undefined ? undefined : await audit.pseudonym(grant.subject)
      await recordEffect(
        audit,
        { action: 'connection.signed-in', facts: person === undefined ? facts : { ...facts, person } },
        () => connections.grants(connection).change(async () => grant)
      )
    },
    async refused(connection, reason) {
      const facts = { reason, ...(connection === undefined ? {} : { connection }) }
      try {
        await audit.record({ action: 'connection.signed-in', outcome: 'failure', facts })
      } catch (error) {
        // Nothing was done that would have to be undone; the sign-in has failed already.
        log.write('error', 'sign-in.refusal-unrecorded', { code: error instanceof AppError ? error.code : 'internal' })
      }
    },
    changed
  })

  async function credentialsOf(id: string): Promise<{ connection: BareConnection; credentials: PersonCredentials }> {
    const connection = await connections.get(id)
    const credentials = await connections.credentials(id, connection.settings)
    if (credentials.kind !== 'authorization_code') throw new AppError('invalid-input', m.nobodySignsInAtTheServer)
    return { connection, credentials }
  }

  async function signOut(id: string): Promise<string> {
    const { credentials } = await credentialsOf(id)
    const revocation = await persons.signOut(id, credentials)
    return revocation === undefined ? m.nobodyWasSignedIn : revocationTexts[revocation]
  }

  return {
    async begin(id) {
      if (!(await isOpen()))
        throw new AppError('not-allowed', m.whatIsStoredOnThisComputer, {
          reason: 'locked'
        })
      const { connection, credentials } = await credentialsOf(id)
      const { settings } = connection
      const { base, allowHttpLoopback, redirect = 'loopback' } = settings
      const profile = connections.profile(settings)
      const { discovery, shown } = await discoverServer(net, clock, base, allowHttpLoopback, profile)
      await connections.noteServer(shown)
      const types = permissionTypesOf(settings, shown, await connections.ruleTypes(), profile.permissionTypes)
      const plan = planSignIn(settings, discovery, types)
      return persons.begin(id, { plan, credentials, redirect })
    },
    cancel: (id) => persons.cancel(id),
    signOut,
    async forget(id) {
      const { person } = await connections.get(id)
      if (person?.state === 'signed-in' && (await isOpen())) await signOut(id)
      else await persons.cancel(id)
    },
    answer: (parameters) => persons.answer(parameters),
    describe(connection) {
      const now = persons.state(connection.id)
      const { person } = connection
      if (person === undefined || now === undefined) return connection
      const waiting: Partial<PersonSignIn> = now.address === undefined ? {} : { state: 'waiting' }
      return { ...connection, person: { ...person, ...now, ...waiting } }
    },
    close: () => persons.close()
  }
}
