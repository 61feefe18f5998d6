import type { WebResponse } from '../../ports/host.ts'
import type { FaultKind } from './fault-plan.ts'
import { outcome } from './outcome.ts'

/**
 * What a status request is answered while the export is made, with or without a fault.
 * @param seconds value of Retry-After
 */
export function busyAnswer(
  fault: FaultKind<'status'> | undefined,
  progress: string,
  seconds: number,
  now: number
): WebResponse {
  const inProgress = (retry: Readonly<Record<string, string>>): WebResponse => ({
    status: 202,
    headers: { 'x-progress': progress, ...retry }
  })
  switch (fault) {
    case 'retry-date':
      return inProgress({ 'retry-after': new Date(now + 1000).toUTCString() })
    case 'retry-epoch':
      return inProgress({ 'retry-after': String(Math.floor(now / 1000) + 30) })
    case 'retry-hours':
      return inProgress({ 'retry-after': '18000' })
    case 'retry-nonsense':
      return inProgress({ 'retry-after': 'soon' })
    case 'no-retry-after':
      return inProgress({})
    case 'too-many':
      return outcome(429, 'throttled', 'Too many requests', { 'retry-after': '0' })
    case 'server-error':
      return { status: 500, headers: {} }
    case 'unavailable':
      return { status: 503, headers: { 'retry-after': '0' } }
    case 'html-error':
      return { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>Bad gateway</h1></html>' }
    case 'transient':
      return outcome(500, 'transient', 'The database is busy')
    case 'fatal':
      return outcome(500, 'exception', 'The export failed')
    case 'unauthorized':
      return { status: 401, headers: { 'content-type': 'text/html' }, body: 'Unauthorized' }
    case 'gone':
      return outcome(404, 'not-found', 'There is no such export')
    default:
      return inProgress({ 'retry-after': String(seconds) })
  }
}
