import type { WebRequest, WebResponse } from '../../ports/host.ts'
import { answerFile, type FileFault } from './file-answer.ts'
import { outcome } from './outcome.ts'
import type { SampleServerContext } from './server-context.ts'

/** Faults of what a file holds: they stay with it. */
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

/** Answers the request for a file of an export, or shows its fault. @param index place in the manifest */
export async function answerDownload(
  request: WebRequest,
  id: string,
  index: number,
  { jobs, faults, gzip, random, storageOrigin }: SampleServerContext
): Promise<WebResponse> {
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
          location: `${storageOrigin?.() ?? request.origin}/storage/${id}/${index}?sig=${random.token(12)}`
        }
      }
    default:
      return answerFile(request, file, fault, gzip)
  }
}

/** Stands for an object store: a request with a token of somebody else is refused there. */
export async function answerStorage(
  request: WebRequest,
  path: string,
  { jobs, gzip }: SampleServerContext
): Promise<WebResponse> {
  if (request.headers['authorization'] !== undefined) return { status: 400, headers: {} }
  const [, , id = '', index = ''] = path.split('/')
  const file = (await jobs.get(id)?.files)?.[Number(index)]
  return file === undefined ? { status: 404, headers: {} } : answerFile(request, file, undefined, gzip)
}
