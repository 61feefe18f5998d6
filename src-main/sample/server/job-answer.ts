import type { WebRequest, WebResponse } from '../../ports/host.ts'
import { manifestOf } from './manifest-answer.ts'
import { json, outcome } from './outcome.ts'
import { root, type SampleServerContext, type ServerJob } from './server-context.ts'
import { busyAnswer } from './status-answer.ts'

const linkLifeMs = 3_600_000

/** Answers a look at an export, or the wish to be rid of it, or shows its fault. */
export async function answerJob(
  request: WebRequest,
  id: string,
  query: URLSearchParams,
  context: SampleServerContext
): Promise<WebResponse> {
  const { faults, jobs, clock, pollsBeforeDone, retryAfterSeconds } = context
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
    // The population may take longer to make than the looks that are waited for.
    const step = Math.min(job.polls, pollsBeforeDone)
    const waiting = busyAnswer(fault, `${step} of ${pollsBeforeDone} steps`, retryAfterSeconds, clock.now())
    const early = fault === undefined && job.ready && job.parameters.partialManifests
    return toldApart(job, early ? { ...(await answerManifest(request, job, context, 0, true)), status: 202 } : waiting)
  }
  job.manifestFault ??= faults.take('manifest')
  return toldApart(job, await answerManifest(request, job, context, Number(query.get('page') ?? 0), false))
}

/** Bulk Data IG 3, separate-export-status: the request itself is answered with 200. */
function toldApart({ apart }: ServerJob, response: WebResponse): WebResponse {
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
  { origin }: WebRequest,
  job: ServerJob,
  { history, clock, random, links, isOpen }: SampleServerContext,
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
        url: `${origin}${root}/files/${job.id}/${index}.${file.type ?? 'mixed'}.ndjson${sign}`
      })),
      requiresAccessToken: !isOpen && links === 'token',
      byPatient: job.parameters.byPatient,
      fault: job.manifestFault,
      statusUrl: `${origin}${root}/export-status/${job.id}`,
      page
    }),
    { expires: new Date(clock.now() + linkLifeMs).toUTCString() }
  )
}
