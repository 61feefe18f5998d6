import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import { mayPass } from '../../auth/passing-status.ts'
import { readReply, type HttpReply } from '../../auth/read-json.ts'
import type { ExportContext } from './export-context.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import { loggedAddress } from '../journal/export-log.ts'
import { waitReason } from '../protocol/deferral.ts'
import { kickOffRequest } from '../protocol/kick-off.ts'
import { isOutage } from '../protocol/outage-gate.ts'
import { sightKickOff } from '../protocol/protocol-facts.ts'
import { nextDelay, parseRetryAfter } from '../protocol/retry-delay.ts'
import { serverMessage, serverRefusal, type ServerMessage } from '../protocol/server-message.ts'
import { waitUntil } from '../protocol/wait-until.ts'

/**
 * Starts the export on the server and keeps the address of its status before anything else is done. That a request is about
 * to be sent is kept before it is sent, so that an answer that is lost leaves a trace.
 * @throws AppError `not-allowed`, `invalid-input`, `network`
 */
export async function startOnServer(request: ExportRequest, context: ExportContext): Promise<void> {
  const { net, journal, policy, clock, random, signal, trigger, log, profile, watch } = context
  const { host } = new URL(request.base)
  const since = clock.now()
  const until = since + policy.kickOffMs
  for (let failures = 0; ;) {
    const kickOff = kickOffRequest(without(request, journal.progress.leftOut), profile.kickOff)
    if (journal.progress.orphan) {
      const text = m.anEarlierRequestForThisExport
      await journal.record({ event: 'issue', issue: { severity: 'warning', text } })
    }
    await journal.record({ event: 'kick-off-sent' })
    let reply: HttpReply | undefined
    let reason = ''
    try {
      reply = await readReply(await net.send({ ...kickOff, authorize: true, signal }))
    } catch (error) {
      if (!isOutage(error) || clock.now() >= until) throw error
      reason = error.message
    }
    if (reply !== undefined) {
      watch.saw(sightKickOff(reply))
      const location = reply.headers['content-location'] ?? reply.headers['location']
      log.write('kickoff', {
        exportUrl: loggedAddress(kickOff.url),
        errorCode: reply.status === 202 ? null : reply.status,
        errorBody: reply.status === 202 ? null : serverMessage(reply).text,
        requestParameters: { _type: request.types.join(','), _since: request.since ?? null }
      })
      if (reply.status === 202 && location !== undefined) {
        watch.waiting(undefined)
        await journal.record({ event: 'kicked-off', statusUrl: new URL(location, kickOff.url).href })
        return
      }
      await journal.record({ event: 'kick-off-refused' })
      const message = serverMessage(reply)
      const { text, transient } = message
      const unwanted = refusedParameter(reply.status, text, request, journal.progress.leftOut)
      if (unwanted !== undefined) {
        await journal.record({ event: 'left-out', parameter: unwanted })
        const issue = m.theServerDoesNotTakeSo(unwanted)
        await journal.record({ event: 'issue', issue: { severity: 'warning', text: issue } })
        continue
      }
      const passing = mayPass(reply.status) || transient
      if (!passing || clock.now() >= until) throw refused(reply, message)
      reason = waitReason(reply, message, clock)
    }
    failures += 1
    const asked = parseRetryAfter(reply?.headers['retry-after'], clock.now())
    const wait = nextDelay(asked, failures - 1, policy.delays, random())
    // The last attempt is at the end of the time that there is.
    const nextAt = Math.round(Math.min(clock.now() + wait, Math.max(until, clock.now() + policy.delays.floorMs)))
    watch.waiting({ host, since, attempts: failures, nextAt, until, reason })
    await waitUntil(nextAt, clock, signal, trigger.signal)
  }
}

/** Parameters that an export can do without: then the server sends more than was asked for, and never less. */
const dispensable: Readonly<Record<string, (request: ExportRequest) => boolean>> = {
  _since: ({ since }) => since !== undefined,
  _until: ({ until }) => until !== undefined,
  _typeFilter: ({ typeFilters }) => typeFilters.length > 0,
  _elements: ({ elements }) => elements.length > 0,
  includeAssociatedData: ({ associated }) => associated.length > 0,
  organizeOutputBy: ({ byPatient }) => byPatient,
  allowPartialManifests: ({ partial }) => partial === true
}

/** The parameter that a refusal names. */
function refusedParameter(
  status: number,
  text: string,
  request: ExportRequest,
  leftOut: ReadonlySet<string>
): string | undefined {
  if (status !== 400 && status !== 422 && status !== 501) return undefined
  return Object.keys(dispensable).find(
    (name) => !leftOut.has(name) && dispensable[name]!(request) && new RegExp(`\\b${name}\\b`, 'i').test(text)
  )
}

/** The request without what the server refused. */
function without(request: ExportRequest, leftOut: ReadonlySet<string>): ExportRequest {
  const { since, until, ...rest } = request
  return {
    ...rest,
    ...(since === undefined || leftOut.has('_since') ? {} : { since }),
    ...(until === undefined || leftOut.has('_until') ? {} : { until }),
    typeFilters: leftOut.has('_typeFilter') ? [] : request.typeFilters,
    elements: leftOut.has('_elements') ? [] : request.elements,
    associated: leftOut.has('includeAssociatedData') ? [] : request.associated,
    byPatient: request.byPatient && !leftOut.has('organizeOutputBy'),
    partial: request.partial === true && !leftOut.has('allowPartialManifests')
  }
}

function refused({ status }: HttpReply, message: ServerMessage): AppError {
  if (status === 202)
    return new AppError('not-supported', m.theServerStartedAnExportBut, {
      retryable: true
    })
  if (status === 401 || status === 403)
    return new AppError('not-allowed', serverRefusal(m.theServerDoesNotAllowThis, message))
  if (status === 404 || status === 405 || status === 501)
    return new AppError('not-supported', serverRefusal(m.theServerHasNoSuchExport, message))
  if (status === 429)
    return new AppError('network', m.theServerIsBusyWithAnother, {
      retryable: true
    })
  if (status >= 500)
    return new AppError('network', serverRefusal(m.theServerCouldNotStartThe, message), { retryable: true })
  return new AppError('invalid-input', serverRefusal(m.theServerRefusedTheRequest, message))
}
