import * as v from 'valibot'
import type { WebResponse } from '../../ports/host.ts'
import { json, outcome } from './outcome.ts'

const maxRequests = 50
const Batch = v.object({
  resourceType: v.literal('Bundle'),
  type: v.literal('batch'),
  entry: v.pipe(
    v.array(v.object({ request: v.object({ method: v.literal('GET'), url: v.string() }) })),
    v.maxLength(maxRequests)
  )
})

/** Answers a batch of searches (FHIR R4, 3.1.0.11). @param answer answers one of them, by its address below the base */
export async function answerBatch(
  body: string,
  answer: (target: string) => Promise<WebResponse>
): Promise<WebResponse> {
  const batch = v.safeParse(v.pipe(v.string(), v.parseJson(), Batch), body)
  if (!batch.success) return outcome(400, 'invalid', 'The batch holds something other than searches')
  const entry = []
  for (const { request } of batch.output.entry) {
    const { status, body: text } = await answer(request.url)
    const resource: unknown = typeof text === 'string' ? JSON.parse(text) : undefined
    entry.push({ response: { status: String(status) }, ...(resource === undefined ? {} : { resource }) })
  }
  const type = { 'content-type': 'application/fhir+json' }
  return json(200, { resourceType: 'Bundle', type: 'batch-response', entry }, type)
}
