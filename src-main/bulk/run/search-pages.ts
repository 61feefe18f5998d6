import { mayPass } from '../../auth/passing-status.ts'
import { readReply, type HttpReply } from '../../auth/read-json.ts'
import { deferralOf } from '../protocol/deferral.ts'
import { nextDelay, parseRetryAfter } from '../protocol/retry-delay.ts'
import { issuesOf, type ServerIssue } from '../protocol/server-message.ts'
import { waitUntil } from '../protocol/wait-until.ts'
import type { ExportContext } from './export-context.ts'

/** One page of a search (FHIR R4, 3.1.1 Search). */
export interface SearchPage {
  readonly resources: readonly object[]
  /** What the server says about the search, in entries of their own. */
  readonly issues: readonly ServerIssue[]
  readonly next: string | undefined
}

/** Resources on a page; servers may give fewer. */
export const pageSize = 200

type SearchContext = Pick<ExportContext, 'net' | 'gate' | 'slots' | 'policy' | 'clock' | 'random' | 'signal'>

/**
 * Asks a FHIR server, as soon as it may be asked: an outage and a 429 are waited for, other faults are tried again.
 * @returns the answer that counts, which may be a refusal
 * @throws AppError `network` when the server stayed away too long, `cancelled`
 */
export async function askServer(
  url: string,
  { net, gate, slots, policy, clock, random, signal }: SearchContext,
  batch?: object
): Promise<HttpReply> {
  const accept = { accept: 'application/fhir+json', 'accept-encoding': 'gzip' }
  const request =
    batch === undefined
      ? ({ method: 'GET', url, headers: accept } as const)
      : ({
          method: 'POST',
          url,
          headers: { ...accept, 'content-type': 'application/fhir+json' },
          body: JSON.stringify(batch)
        } as const)
  for (let failures = 1; ; failures += 1) {
    const reply = await gate.through(
      url,
      async () => readReply(await net.send({ ...request, authorize: true, signal })),
      (answer) => {
        const deferral = deferralOf(answer, clock)
        if (deferral !== undefined) slots.bad(answer.status === 429 ? 'too-many' : 'fault')
        return deferral
      }
    )
    if (!mayPass(reply.status) || failures >= policy.maxRequestAttempts) {
      if (reply.status === 200) slots.good()
      return reply
    }
    slots.bad('fault')
    const asked = parseRetryAfter(reply.headers['retry-after'], clock.now())
    await waitUntil(clock.now() + nextDelay(asked, failures - 1, policy.delays, random()), clock, signal)
  }
}

/** Reads a page; `undefined` when it is no page of a search. @param url where it is from */
export function searchPageIn(json: unknown, url: string): SearchPage | undefined {
  if (typeof json !== 'object' || json === null || Reflect.get(json, 'resourceType') !== 'Bundle') return undefined
  const { entry = [], link = [] } = json as { readonly entry?: unknown; readonly link?: unknown }
  if (!Array.isArray(entry) || !Array.isArray(link)) return undefined
  const found = (entry as readonly { readonly resource?: unknown }[]).flatMap((item) =>
    typeof item?.resource === 'object' && item.resource !== null ? [item.resource] : []
  )
  const next = (link as readonly { readonly relation?: unknown; readonly url?: unknown }[]).find(
    (item) => item?.relation === 'next'
  )?.url
  return {
    resources: found.filter((resource) => Reflect.get(resource, 'resourceType') !== 'OperationOutcome'),
    issues: found.flatMap((resource) => issuesOf(resource).map(({ severity, text }) => ({ severity, text }))),
    next: typeof next === 'string' && URL.canParse(next, url) ? new URL(next, url).href : undefined
  }
}
