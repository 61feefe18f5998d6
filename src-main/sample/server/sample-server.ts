import type { ClockPort, RandomPort, WebHandler, WebRequest, WebResponse } from '../../ports/host.ts'
import { capabilityStatement, smartConfiguration } from './capability.ts'
import { answerDownload, answerStorage } from './download-answer.ts'
import { createFaultPlan, type Fault } from './fault-plan.ts'
import { answerJob } from './job-answer.ts'
import { answerKickOff } from './kick-off-answer.ts'
import { json, outcome } from './outcome.ts'
import type { ResourceHistory } from './resource-history.ts'
import { answerBatch } from './batch.ts'
import { answerSearch } from './rest-search.ts'
import { root, type SampleServerContext } from './server-context.ts'
import { createSmartAuthority, type RegisteredClient } from './smart-authority.ts'

/** How a sandbox server behaves. */
export interface SampleServerSettings {
  readonly history: ResourceHistory
  /** Without clients the server is open. */
  readonly clients?: readonly RegisteredClient[]
  /** Life of an access token; default 300. */
  readonly tokenSeconds?: number
  /** Status requests that are answered with "in progress"; default 1. */
  readonly pollsBeforeDone?: number
  /** Value of Retry-After; default 1. */
  readonly retryAfterSeconds?: number
  /** Exports at a time; a further one is answered with 429. Default 2. */
  readonly maxJobs?: number
  /** Compress files for clients that take it; default true. */
  readonly gzip?: boolean
  /** `capability`: links that work without a token, and only without. */
  readonly links?: 'token' | 'capability'
  /** Origin of a storage server with the same handler, for redirects. */
  readonly storageOrigin?: () => string
  readonly faults?: readonly Fault[]
  readonly clock: ClockPort
  readonly random: RandomPort
}

/** One request that arrived, for tests. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly origin: string
  readonly withToken: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** A FHIR server with SMART Backend Services and Bulk Data, without a socket. */
export interface SampleServer {
  readonly handle: WebHandler
  readonly seen: readonly SeenRequest[]
  /** Moves on to the next moment of the data. */
  advance(): void
  /** Ends all tokens. */
  revokeTokens(): void
  /** Exports that were not deleted. */
  jobs(): number
}

/** Makes a sandbox server. Its FHIR base is `<origin>/fhir`. */
export function createSampleServer(options: SampleServerSettings): SampleServer {
  const { history, clients = [], clock, random } = options
  const faults = createFaultPlan(options.faults ?? [])
  const authority = createSmartAuthority({ clients, tokenSeconds: options.tokenSeconds ?? 300, faults, clock, random })
  const seen: SeenRequest[] = []
  let state = 0
  const context: SampleServerContext = {
    history,
    faults,
    jobs: new Map(),
    state: () => state,
    isOpen: clients.length === 0,
    links: options.links ?? 'token',
    gzip: options.gzip ?? true,
    pollsBeforeDone: options.pollsBeforeDone ?? 1,
    retryAfterSeconds: options.retryAfterSeconds ?? 1,
    maxJobs: options.maxJobs ?? 2,
    storageOrigin: options.storageOrigin,
    clock,
    random
  }

  async function answer(request: WebRequest): Promise<WebResponse> {
    const [path, query] = splitOnce(request.target, '?')
    if (path === '/auth/token') return authority.token(request)
    if (path.startsWith('/storage/')) return answerStorage(request, path, context)
    if (path !== root && !path.startsWith(`${root}/`)) return { status: 404, headers: {} }
    const rest = path.slice(root.length + 1)
    const base = `${request.origin}${root}`
    const authorization = request.headers['authorization']
    if (rest === '.well-known/smart-configuration') return json(200, smartConfiguration(request.origin))
    if (rest === 'metadata')
      return json(200, capabilityStatement(history, base), { 'content-type': 'application/fhir+json' })
    const file = /^files\/([^/]+)\/(\d+)\./.exec(rest)
    const download = file === null ? undefined : () => answerDownload(request, file[1]!, Number(file[2]), context)
    if (download !== undefined && context.links === 'capability')
      return authorization === undefined ? download() : { status: 400, headers: {} }
    const scopes = context.isOpen ? [] : authority.check(authorization)
    if (scopes === undefined) return outcome(401, 'login', 'A valid access token is needed')
    if (download !== undefined) return download()
    const kickOff = /^(?:(Patient)\/|Group\/([^/]+)\/)?\$export$/.exec(rest)
    if (kickOff !== null) {
      const groupId = kickOff[2]
      const level = groupId !== undefined ? 'group' : kickOff[1] !== undefined ? 'patient' : 'system'
      return answerKickOff(request, query, { level, groupId, scopes }, context)
    }
    const status = /^export-status\/([^/]+)$/.exec(rest)?.[1]
    if (status !== undefined) return answerJob(request, status, new URLSearchParams(query), context)
    if (request.method === 'POST' && rest === '') return answerBatch(request.body, (path) => search(base, path))
    if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET' } }
    return answerSearch(history, state, base, rest, new URLSearchParams(query))
  }

  function search(base: string, target: string): Promise<WebResponse> {
    const [path, query] = splitOnce(target, '?')
    return answerSearch(history, state, base, path, new URLSearchParams(query))
  }

  return {
    seen,
    async handle(request) {
      const note = (status: number): void =>
        void seen.push({
          method: request.method,
          path: request.target,
          status,
          origin: request.origin,
          withToken: request.headers['authorization']?.startsWith('Bearer ') === true,
          headers: request.headers
        })
      try {
        const response = await answer(request)
        note(response.status)
        return { ...response, headers: { date: new Date(clock.now()).toUTCString(), ...response.headers } }
      } catch (error) {
        note(0)
        throw error
      }
    },
    advance() {
      state = Math.min(state + 1, history.states.length - 1)
    },
    revokeTokens: () => authority.revokeAll(),
    jobs: () => context.jobs.size
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}
