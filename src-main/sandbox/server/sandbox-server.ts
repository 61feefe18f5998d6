import type { ClockPort, RandomPort, WebHandler, WebRequest, WebResponse } from '../../host/ports.ts'
import { capabilityStatement, smartConfiguration } from './capability.ts'
import { createExportFilter } from './export-filter.ts'
import { listExportFiles, type ExportFile } from './export-files.ts'
import { bodyParameters, queryParameters, WrongParameter, type ExportParameters } from './export-parameters.ts'
import { createFaultPlan, type Fault, type FaultKind } from './fault-plan.ts'
import { answerFile, type FileFault } from './file-answer.ts'
import { manifestOf } from './manifest-answer.ts'
import { json, outcome } from './outcome.ts'
import type { ResourceHistory } from './resource-history.ts'
import { answerSearch } from './rest-search.ts'
import { createSmartAuthority, type RegisteredClient } from './smart-authority.ts'
import { busyAnswer } from './status-answer.ts'

/** How a sandbox server behaves. */
export interface SandboxOptions {
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
  readonly mostJobs?: number
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
export interface SandboxServer {
  readonly handle: WebHandler
  readonly seen: readonly SeenRequest[]
  /** Moves on to the next moment of the data. */
  advance(): void
  /** Ends all tokens. */
  revokeTokens(): void
  /** Exports that were not deleted. */
  jobs(): number
}

interface Job {
  readonly request: string
  readonly parameters: ExportParameters
  readonly state: number
  readonly files: Promise<readonly ExportFile[]>
  readonly fileFaults: Map<number, FileFault>
  readonly level: string
  /** The state of the export is told apart from that of the request (separate-export-status). */
  readonly apart: boolean
  manifestFault: FaultKind<'manifest'> | undefined
  ready: boolean
  polls: number
}

const root = '/fhir'
const contentFaults: readonly FileFault[] = [
  'byte-order-mark',
  'carriage-returns',
  'no-last-newline',
  'blank-lines',
  'huge-line',
  'duplicates',
  'foreign-type',
  'broken-line'
]

/** Makes a sandbox server. Its FHIR base is `<origin>/fhir`. */
export function createSandboxServer(options: SandboxOptions): SandboxServer {
  const { history, clients = [], clock, random, pollsBeforeDone = 1, retryAfterSeconds = 1, gzip = true } = options
  const faults = createFaultPlan(options.faults ?? [])
  const authority = createSmartAuthority({ clients, tokenSeconds: options.tokenSeconds ?? 300, faults, clock, random })
  const isOpen = clients.length === 0
  const links = options.links ?? 'token'
  const jobs = new Map<string, Job>()
  const seen: SeenRequest[] = []
  let state = 0

  async function answer(request: WebRequest): Promise<WebResponse> {
    const [path, query] = splitOnce(request.target, '?')
    if (path === '/auth/token') return authority.token(request)
    if (path.startsWith('/storage/')) return answerStorage(request, path)
    if (!path.startsWith(`${root}/`)) return { status: 404, headers: {} }
    const rest = path.slice(root.length + 1)
    const base = `${request.origin}${root}`
    if (rest === '.well-known/smart-configuration') return json(200, smartConfiguration(request.origin))
    if (rest === 'metadata')
      return json(200, capabilityStatement(history, base), { 'content-type': 'application/fhir+json' })
    const fileMatch = /^files\/([^/]+)\/(\d+)\./.exec(rest)
    if (fileMatch !== null && links === 'capability') {
      if (request.headers['authorization'] !== undefined) return { status: 400, headers: {} }
      return answerFileRequest(request, fileMatch[1]!, Number(fileMatch[2]))
    }
    const scopes = isOpen ? [] : authority.check(request.headers['authorization'])
    if (scopes === undefined) return outcome(401, 'login', 'A valid access token is needed')
    if (fileMatch !== null) return answerFileRequest(request, fileMatch[1]!, Number(fileMatch[2]))
    const kickOff = /^(?:(Patient)\/|Group\/([^/]+)\/)?\$export$/.exec(rest)
    if (kickOff !== null) return answerKickOff(request, query, scopes, kickOff[1] !== undefined, kickOff[2])
    const status = /^export-status\/([^/]+)$/.exec(rest)?.[1]
    if (status !== undefined) return answerStatus(request, status, new URLSearchParams(query))
    if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET' } }
    return answerSearch(history, state, base, rest, new URLSearchParams(query))
  }

  async function answerKickOff(
    request: WebRequest,
    query: string,
    scopes: readonly string[],
    patient: boolean,
    groupId: string | undefined
  ): Promise<WebResponse> {
    const { headers, method } = request
    if (method !== 'GET' && method !== 'POST') return { status: 405, headers: { allow: 'GET, POST' } }
    if (!(headers['prefer'] ?? '').includes('respond-async'))
      return outcome(400, 'required', 'Prefer: respond-async is needed')
    const fault = faults.take('kick-off')
    if (fault === 'busy') return outcome(429, 'throttled', 'An export is running already', { 'retry-after': '0' })
    if (fault === 'unavailable') return { status: 503, headers: { 'retry-after': '0' } }
    if (fault === 'html-error')
      return { status: 500, headers: { 'content-type': 'text/html' }, body: '<html>Oops</html>' }
    if (fault === 'no-location') return { status: 202, headers: {} }
    if ([...jobs.values()].length >= (options.mostJobs ?? 2))
      return outcome(429, 'throttled', 'Too many exports', { 'retry-after': String(retryAfterSeconds) })
    let parameters: ExportParameters
    const lenient = (headers['prefer'] ?? '').includes('handling=lenient')
    try {
      parameters = method === 'POST' ? bodyParameters(request.body) : queryParameters(query)
      if (fault === 'refuses-parameter' && !lenient && parameters.since !== undefined)
        throw new WrongParameter('_since is not supported')
      if (parameters.unknown.length > 0 && !lenient)
        throw new WrongParameter(`Unknown parameter ${parameters.unknown[0] ?? ''}`)
      if (groupId !== undefined && !(await history.groups(state)).some(({ id }) => id === groupId))
        return outcome(404, 'not-found', 'There is no such group')
      const level = groupId !== undefined ? 'group' : patient ? 'patient' : 'system'
      const scope = { level, groupId, state, parameters, readable: readable(scopes, isOpen) } as const
      const filter = await createExportFilter(history, scope)
      const warnings = [
        ...parameters.unknown.map((name) => `The parameter ${name} was left out`),
        ...parameters.associated.map((name) => `There are no associated data of the kind ${name}`)
      ]
      const id = random.token(9)
      const job: Job = {
        request: `${request.origin}${request.target}`,
        parameters,
        state,
        level,
        apart: (headers['prefer'] ?? '').includes('separate-export-status'),
        files: listExportFiles(history, scope, filter, warnings),
        fileFaults: new Map(),
        manifestFault: undefined,
        ready: false,
        polls: 0
      }
      jobs.set(id, job)
      job.files.then(
        () => (job.ready = true),
        () => jobs.delete(id)
      )
      if (fault === 'lost-answer') throw new Error('The answer is lost on purpose.')
      const location = `${root}/export-status/${id}`
      return {
        status: 202,
        headers: { 'content-location': fault === 'relative-location' ? location : `${request.origin}${location}` }
      }
    } catch (error) {
      if (error instanceof WrongParameter) return outcome(400, 'not-supported', error.message)
      throw error
    }
  }

  async function answerStatus(request: WebRequest, id: string, query: URLSearchParams): Promise<WebResponse> {
    if (request.method === 'DELETE') {
      const fault = faults.take('delete')
      if (fault === 'server-error') return { status: 500, headers: {} }
      if (fault === 'gone' || !jobs.delete(id)) return outcome(404, 'not-found', 'There is no such export')
      return { status: 202, headers: {} }
    }
    const job = jobs.get(id)
    if (job === undefined) return outcome(404, 'not-found', 'There is no such export')
    const fault = faults.take('status')
    if (fault === 'fatal' || fault === 'gone') jobs.delete(id)
    job.polls += 1
    const busy = fault !== undefined || !job.ready || job.polls <= pollsBeforeDone
    if (busy) {
      const waiting = busyAnswer(fault, `${job.polls} of ${pollsBeforeDone} steps`, retryAfterSeconds, clock.now())
      const early = fault === undefined && job.ready && job.parameters.partialManifests
      return toldApart(job, early ? { ...(await answerManifest(request, id, job, 0, true)), status: 202 } : waiting)
    }
    job.manifestFault ??= faults.take('manifest')
    return toldApart(job, await answerManifest(request, id, job, Number(query.get('page') ?? 0), false))
  }

  /** Bulk Data IG 3, separate-export-status: the request itself is answered with 200. */
  function toldApart({ apart }: Job, response: WebResponse): WebResponse {
    if (!apart || (response.status !== 200 && response.status !== 202)) return response
    const headers = {
      ...response.headers,
      'preference-applied': 'separate-export-status',
      'x-export-status': String(response.status)
    }
    return { ...response, status: 200, headers }
  }

  /** @param partial the first half of the files, while the rest is made */
  async function answerManifest(
    request: WebRequest,
    id: string,
    job: Job,
    page: number,
    partial: boolean
  ): Promise<WebResponse> {
    const all = await job.files
    const files = partial ? all.slice(0, Math.ceil(all.length / 2)) : all
    const sign = links === 'capability' ? `?sig=${random.token(12)}` : ''
    return json(
      200,
      manifestOf({
        transactionTime: history.states[job.state] ?? '',
        request: job.request,
        files: files.map((file, index) => ({
          file,
          url: `${request.origin}${root}/files/${id}/${index}.${file.type ?? 'mixed'}.ndjson${sign}`
        })),
        requiresAccessToken: !isOpen && links === 'token',
        byPatient: job.parameters.byPatient,
        fault: job.manifestFault,
        statusUrl: `${request.origin}${root}/export-status/${id}`,
        page
      }),
      { expires: new Date(clock.now() + 3_600_000).toUTCString() }
    )
  }

  async function answerFileRequest(request: WebRequest, id: string, index: number): Promise<WebResponse> {
    const job = jobs.get(id)
    const file = (await job?.files)?.[index]
    if (job === undefined || file === undefined) return outcome(404, 'not-found', 'There is no such file')
    const lasting = job.fileFaults.get(index)
    const fault = lasting ?? (file.kind === 'output' ? faults.take('file') : undefined)
    if (fault !== undefined && contentFaults.includes(fault)) job.fileFaults.set(index, fault)
    switch (fault) {
      case 'server-error':
        return { status: 500, headers: {} }
      case 'unavailable':
        return { status: 503, headers: { 'retry-after': '0' } }
      case 'too-many':
        return outcome(429, 'throttled', 'Too many downloads', { 'retry-after': '0' })
      case 'unauthorized':
        return { status: 401, headers: { 'content-type': 'text/html' }, body: 'Unauthorized' }
      case 'expired':
        return outcome(410, 'deleted', 'The link has expired')
      case 'redirect':
        return {
          status: 307,
          headers: {
            location: `${options.storageOrigin?.() ?? request.origin}/storage/${id}/${index}?sig=${random.token(12)}`
          }
        }
      default:
        return answerFile(request, file, fault, gzip)
    }
  }

  /** Stands for an object store: a request with a token of somebody else is refused there. */
  async function answerStorage(request: WebRequest, path: string): Promise<WebResponse> {
    if (request.headers['authorization'] !== undefined) return { status: 400, headers: {} }
    const [, , id = '', index = ''] = path.split('/')
    const file = (await jobs.get(id)?.files)?.[Number(index)]
    return file === undefined ? { status: 404, headers: {} } : answerFile(request, file, undefined, gzip)
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
    jobs: () => jobs.size
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Types in `system/Type.read` and `system/Type.rs`. */
function readable(scopes: readonly string[], isOpen: boolean): ReadonlySet<string> | undefined {
  if (isOpen) return undefined
  return new Set(scopes.map((scope) => /^system\/([A-Za-z]+|\*)\.(?:read|\*|c?ru?d?s?)/.exec(scope)?.[1] ?? ''))
}
