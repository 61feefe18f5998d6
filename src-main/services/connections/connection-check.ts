import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { AppError } from '#shared/app-error.ts'
import type { CapabilityReport, GroupChoice, SignInResult } from '#shared/connections/server-report.ts'
import type { HostedKey } from '#shared/connections/connection-keys.ts'
import { createTokenSource } from '../../auth/access-token.ts'
import { asksTokenEndpoint } from '../../auth/client-credentials.ts'
import type { TokenSource } from '../../auth/token-source.ts'
import { createAuthorizedNet } from '../../auth/authorized-net.ts'
import { originTrust, type OriginTrust } from '../../auth/origin-trust.ts'
import { checkHostedJwks } from '../../auth/public-jwks.ts'
import { readReply } from '../../auth/read-json.ts'
import { personScopes, scopesFor, scopeVersion, uncoveredTypes } from '../../auth/scopes.ts'
import { checkServerAddress } from '../../auth/server-address.ts'
import type { Discovery } from '../../auth/smart-configuration.ts'
import type { TokenReplyFacts } from '../../auth/token-request.ts'
import { tokenEndpointOf, unconfirmedOrigin, unconfirmedText } from '../../auth/token-endpoint.ts'
import { kickOffRequest } from '../../bulk/protocol/kick-off.ts'
import type { ClockPort, NetPort, RandomPort } from '../../ports/host.ts'
import { capabilityReport } from '../../vendors/capability-report.ts'
import type { ConnectionService } from './connection-service.ts'
import { discoverServer, type DiscoveredServer } from './discover-server.ts'
import { requestOf } from './request-of.ts'
import { permissionTypesOf, typesOf } from './scope-registry.ts'

/** What the checks stand on. */
export interface CheckDependencies {
  readonly connections: ConnectionService
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
}

/** Looks at a server as an export would, without exporting anything. */
export interface ConnectionCheck {
  jwks(id: string, url: string): Promise<{ kid: string; hosted: HostedKey; text: string }[]>
  /** A refusal is a result. @throws AppError when the server cannot be asked at all */
  signIn(id: string): Promise<SignInResult>
  report(id: string): Promise<CapabilityReport>
  groups(id: string, search: string | undefined): Promise<{ groups: GroupChoice[]; more: boolean }>
  /** What the server says of itself, and how it answers a test sign-in. @throws AppError when it cannot be asked at all */
  observe(id: string): Promise<{ readonly discovery: Discovery; readonly token: TokenReplyFacts | undefined }>
}

const hostedTexts: Readonly<Record<HostedKey, string>> = {
  there: m.theKeyIsInTheSet,
  missing: m.theSetHasNoKeyWith,
  twice: m.theSetHasTwoKeysWith,
  different: m.theSetHasAnotherKeyUnder,
  unreachable: m.theAddressGivesNoAnswerOr,
  'still-there': m.theSetStillHasThisKey,
  'not-a-key-set': m.whatIsAtTheAddressIs
}
const groupsPerPage = 100

/** Creates the test of a connection: discovery, key set, sign-in and kick-off, each told while it runs. */
export function createConnectionCheck({ connections, net, clock, random }: CheckDependencies): ConnectionCheck {
  interface Session {
    readonly server: DiscoveredServer
    readonly trust: OriginTrust
    readonly tokens: TokenSource
    readonly asked: string
    readonly types: readonly string[]
    /** Set when the server names a token endpoint that the user has not confirmed. */
    readonly unconfirmed: string | undefined
    /** The last answer of the token endpoint. */
    readonly reply: () => TokenReplyFacts | undefined
  }

  async function begin(id: string, extraTypes: readonly string[] = []): Promise<Session> {
    const { settings } = await connections.get(id)
    const { allowHttpLoopback } = settings
    const profile = connections.profile(settings)
    const credentials = await connections.credentials(id, settings)
    const server = await discoverServer(net, clock, settings.base, allowHttpLoopback, profile)
    await connections.noteServer(server.shown)
    const { discovery } = server
    const ruleTypes = await connections.ruleTypes()
    const types = typesOf(settings, server.shown, ruleTypes)
    const permissions = permissionTypesOf(settings, server.shown, ruleTypes, [
      ...extraTypes,
      ...profile.permissionTypes
    ])
    const version = profile.scopes === 'by-server' ? scopeVersion(discovery) : profile.scopes
    const asked =
      settings.scopes ||
      (credentials.kind === 'authorization_code'
        ? personScopes(permissions, discovery, settings.typeFilters)
        : scopesFor(permissions, version))
    const trust = originTrust(settings.base, settings.trustedOrigins)
    const asksEndpoint = asksTokenEndpoint(credentials)
    const signsIn = asksEndpoint || credentials.kind === 'authorization_code'
    const where = { typed: settings.tokenEndpoint, discovered: discovery.tokenEndpoint, trust, allowHttpLoopback }
    const unconfirmed = signsIn ? unconfirmedOrigin(where) : undefined
    let reply: TokenReplyFacts | undefined
    const tokens = createTokenSource({
      net,
      clock,
      random,
      // An address that is not confirmed is never handed on, so that nothing can be sent there.
      tokenEndpoint: asksEndpoint && unconfirmed === undefined ? tokenEndpointOf(where) : undefined,
      credentials,
      scope: asked,
      pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      onReply: (facts) => (reply = facts)
    })
    return { server, trust, tokens, asked, types, unconfirmed, reply: () => reply }
  }

  async function trySignIn({ tokens, asked, types, unconfirmed }: Session): Promise<SignInResult> {
    const askedList = asked.split(' ').filter((item) => item !== '')
    if (unconfirmed !== undefined)
      return {
        ok: false,
        text: unconfirmedText(unconfirmed),
        asked: askedList,
        missingTypes: [],
        unconfirmedOrigin: unconfirmed
      }
    try {
      const header = await tokens.authorization()
      const granted = tokens.granted()
      const life = tokens.lifeSeconds()
      const missingTypes = uncoveredTypes(types, granted)
      const text =
        header === undefined
          ? m.thisServerNeedsNoSignIn
          : missingTypes.length > 0
            ? m.theSignInWorksButNot
            : m.theSignInWorks
      return {
        ok: true,
        text,
        ...(granted === undefined ? {} : { granted: granted.split(/\s+/) }),
        asked: askedList,
        missingTypes,
        ...(life === undefined ? {} : { lifeSeconds: life })
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { ok: false, text: error.message, asked: askedList, missingTypes: [] }
    }
  }

  return {
    async jwks(id, url) {
      const { settings } = await connections.get(id)
      const address = checkServerAddress(url, settings.allowHttpLoopback).href
      if (settings.jwksUrl !== address) await connections.change(id, { ...settings, jwksUrl: address })
      const keys: { kid: string; hosted: HostedKey; text: string }[] = await Promise.all(
        (await connections.signingKeys(id)).map(async (key) => {
          const hosted = await checkHostedJwks(net, address, key)
          return { kid: key.kid, hosted, text: hostedTexts[hosted] }
        })
      )
      for (const key of await connections.endedKeys(id))
        if ((await checkHostedJwks(net, address, key)) === 'there')
          keys.push({ kid: key.kid, hosted: 'still-there', text: hostedTexts['still-there'] })
      await connections.noteHosted(id, { at: clock.now(), url: address, keys })
      return keys
    },

    signIn: async (id) => trySignIn(await begin(id)),

    async report(id) {
      const { settings } = await connections.get(id)
      const profile = connections.profile(settings)
      const session = await begin(id)
      const signIn = await trySignIn(session)
      const findings = capabilityReport({
        discovery: session.server.discovery,
        profile,
        types: session.types,
        granted: signIn.granted?.join(' ')
      })
      const ask = requestOf(settings, profile, session.server.shown, await connections.ruleTypes())
      const search = settings.mode === 'crawl'
      const kickOff = search
        ? undefined
        : kickOffRequest({ ...ask, ...(ask.level === 'group' ? { group: ask.group || 'ID' } : {}) }, profile.kickOff)
      return {
        offered: session.server.shown,
        signIn,
        ask: {
          types: [...session.types],
          scopes: [...signIn.asked],
          method: kickOff === undefined ? 'search' : kickOff.method === 'POST' ? 'POST' : 'GET',
          url: kickOff?.url ?? ask.base
        },
        findings
      }
    },

    async observe(id) {
      const session = await begin(id)
      await trySignIn(session)
      return { discovery: session.server.discovery, token: session.reply() }
    },

    async groups(id, search) {
      const { settings } = await connections.get(id)
      const profile = connections.profile(settings)
      const { tokens, trust, unconfirmed } = await begin(id, ['Group'])
      if (unconfirmed !== undefined) throw new AppError('not-allowed', unconfirmedText(unconfirmed))
      const clientId = settings.clientId ?? ''
      const authorized = createAuthorizedNet({
        net,
        tokens,
        trust,
        allowHttpLoopback: settings.allowHttpLoopback,
        extraHeaders: Object.fromEntries(
          Object.entries(profile.headers).map(([name, value]) => [name, value.replace('{clientId}', clientId)])
        )
      })
      const query = new URLSearchParams({ _count: String(groupsPerPage), ...(search ? { name: search } : {}) })
      const said = await readReply(
        await authorized.send({
          method: 'GET',
          url: `${settings.base}/Group?${query.toString()}`,
          headers: { accept: 'application/fhir+json' },
          authorize: true
        })
      )
      if (said.status !== 200) throw new AppError('not-supported', m.theServerDoesNotLetGroups(said.status))
      return groupsIn(said.json)
    }
  }
}

function groupsIn(json: unknown): { groups: GroupChoice[]; more: boolean } {
  const { entry = [], link = [] } = (json ?? {}) as {
    readonly entry?: readonly { readonly resource?: Readonly<Record<string, unknown>> }[]
    readonly link?: readonly { readonly relation?: string }[]
  }
  const groups = entry.flatMap(({ resource }): GroupChoice[] => {
    if (resource?.['resourceType'] !== 'Group' || typeof resource['id'] !== 'string') return []
    const { id, name, quantity, member } = resource
    const people = typeof quantity === 'number' ? quantity : Array.isArray(member) ? member.length : undefined
    return [
      {
        id,
        name: typeof name === 'string' ? name : id,
        ...(people === undefined || !Number.isSafeInteger(people) || people < 0 ? {} : { people })
      }
    ]
  })
  return { groups, more: link.some(({ relation }) => relation === 'next') }
}
