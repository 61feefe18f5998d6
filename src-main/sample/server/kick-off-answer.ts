import type { WebRequest, WebResponse } from '../../ports/host.ts'
import { listExportFiles } from './export-files.ts'
import { createExportFilter } from './export-filter.ts'
import { bodyParameters, queryParameters, WrongParameter, type ExportParameters } from './export-parameters.ts'
import type { FaultKind } from './fault-plan.ts'
import { outcome } from './outcome.ts'
import { root, type SampleServerContext, type ServerJob } from './server-context.ts'

/** Whom an export is asked for. */
export interface KickOffScope {
  readonly level: 'system' | 'patient' | 'group'
  readonly groupId: string | undefined
  /** Permissions of the token. */
  readonly scopes: readonly string[]
}

/** Answers a kick-off, and begins the export (Bulk Data IG, "Bulk Data Kick-off Request"), or shows its fault. */
export async function answerKickOff(
  request: WebRequest,
  query: string,
  scope: KickOffScope,
  context: SampleServerContext
): Promise<WebResponse> {
  const { faults, jobs, maxJobs, retryAfterSeconds } = context
  const { headers, method } = request
  if (method !== 'GET' && method !== 'POST') return { status: 405, headers: { allow: 'GET, POST' } }
  if (!(headers['prefer'] ?? '').includes('respond-async'))
    return outcome(400, 'required', 'Prefer: respond-async is needed')
  const fault = faults.take('kick-off')
  const refused = refusal(fault)
  if (refused !== undefined) return refused
  if (jobs.size >= maxJobs)
    return outcome(429, 'throttled', 'Too many exports', { 'retry-after': String(retryAfterSeconds) })
  try {
    const job = await beginJob(request, query, scope, context, fault)
    if (job === undefined) return outcome(404, 'not-found', 'There is no such group')
    if (fault === 'lost-answer') throw new Error('The answer is lost on purpose.')
    const location = `${root}/export-status/${job.id}`
    return {
      status: 202,
      headers: { 'content-location': fault === 'relative-location' ? location : `${request.origin}${location}` }
    }
  } catch (error) {
    if (error instanceof WrongParameter) return outcome(400, 'not-supported', error.message)
    throw error
  }
}

function refusal(fault: FaultKind<'kick-off'> | undefined): WebResponse | undefined {
  switch (fault) {
    case 'busy':
      return outcome(429, 'throttled', 'An export is running already', { 'retry-after': '0' })
    case 'unavailable':
      return { status: 503, headers: { 'retry-after': '0' } }
    case 'html-error':
      return { status: 500, headers: { 'content-type': 'text/html' }, body: '<html>Oops</html>' }
    case 'no-location':
      return { status: 202, headers: {} }
    default:
      return undefined
  }
}

/** @returns `undefined` when there is no such group. @throws WrongParameter */
async function beginJob(
  request: WebRequest,
  query: string,
  { level, groupId, scopes }: KickOffScope,
  { history, jobs, state, isOpen, random }: SampleServerContext,
  fault: FaultKind<'kick-off'> | undefined
): Promise<ServerJob | undefined> {
  const prefer = request.headers['prefer'] ?? ''
  const lenient = prefer.includes('handling=lenient')
  const parameters: ExportParameters = request.method === 'POST' ? bodyParameters(request.body) : queryParameters(query)
  if (fault === 'refuses-parameter' && !lenient && parameters.since !== undefined)
    throw new WrongParameter('_since is not supported')
  if (parameters.unknown.length > 0 && !lenient)
    throw new WrongParameter(`Unknown parameter ${parameters.unknown[0] ?? ''}`)
  const now = state()
  if (groupId !== undefined && !(await history.groups(now)).some(({ id }) => id === groupId)) return undefined
  const asked = { level, groupId, state: now, parameters, readable: isOpen ? undefined : readable(scopes) } as const
  const filter = await createExportFilter(history, asked)
  const warnings = [
    ...parameters.unknown.map((name) => `The parameter ${name} was left out`),
    ...parameters.associated.map((name) => `There are no associated data of the kind ${name}`)
  ]
  const id = random.token(9)
  const job: ServerJob = {
    id,
    request: `${request.origin}${request.target}`,
    parameters,
    state: now,
    apart: prefer.includes('separate-export-status'),
    files: listExportFiles(history, asked, filter, warnings),
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
  return job
}

/** Types in `system/Type.read` and `system/Type.rs`. */
function readable(scopes: readonly string[]): ReadonlySet<string> {
  return new Set(scopes.map((scope) => /^system\/([A-Za-z]+|\*)\.(?:read|\*|c?ru?d?s?)/.exec(scope)?.[1] ?? ''))
}
