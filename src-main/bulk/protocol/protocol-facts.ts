import * as v from 'valibot'
import { Natural } from '#shared/basic-schemas.ts'
import type { HttpReply } from '../../auth/read-json.ts'
import { parseRetryAfter } from './retry-delay.ts'

/**
 * How a server kept to the Bulk Data Access IG while an export ran: statuses, counts and whether something was there, never a
 * word or an address of the server.
 */
export const ProtocolFacts = v.object({
  /** The last answer to a kick-off that the server took. */
  kickOff: v.optional(v.object({ status: Natural, location: v.picklist(['absolute', 'relative', 'none']) })),
  /** The last refusal of a kick-off, and whether its body was an OperationOutcome. */
  refusal: v.optional(v.object({ status: Natural, outcome: v.boolean() })),
  /** Answers while the server worked, and how many of them had a Retry-After that can be read. */
  progress: v.optional(v.object({ answers: Natural, retryAfter: Natural })),
  /** What the first page of the manifest had. */
  manifest: v.optional(
    v.object({
      /** `Content-Type` is application/json. */
      json: v.boolean(),
      expires: v.boolean(),
      /** `transactionTime` is a FHIR instant. */
      instant: v.boolean(),
      request: v.boolean(),
      /** `requiresAccessToken` is a Boolean. */
      tokenFlag: v.boolean(),
      output: v.boolean(),
      error: v.boolean(),
      /** Every entry of `output` has a type and an address. */
      entries: v.boolean(),
      /** Every address in `output` is absolute. */
      absolute: v.boolean()
    })
  ),
  /** Files that were sent whole, and how many of them as application/fhir+ndjson. */
  files: v.optional(v.object({ sent: Natural, ndjson: Natural })),
  /** Status of the last answer to the deletion of an export. */
  deletion: v.optional(v.object({ status: Natural }))
})
export type ProtocolFacts = v.InferOutput<typeof ProtocolFacts>

/** The facts of one answer. */
export type ProtocolSighting = Pick<ProtocolFacts, 'kickOff' | 'refusal' | 'manifest' | 'deletion'> & {
  /** The server works; whether it said when to ask again. */
  readonly working?: { readonly retryAfter: boolean }
  readonly file?: { readonly ndjson: boolean }
}

/** What was known, with what one more answer shows. */
export function withSighting(known: ProtocolFacts, { working, file, ...rest }: ProtocolSighting): ProtocolFacts {
  const { progress = { answers: 0, retryAfter: 0 }, files = { sent: 0, ndjson: 0 } } = known
  return {
    ...known,
    ...rest,
    ...(working === undefined
      ? {}
      : { progress: { answers: progress.answers + 1, retryAfter: progress.retryAfter + Number(working.retryAfter) } }),
    ...(file === undefined ? {} : { files: { sent: files.sent + 1, ndjson: files.ndjson + Number(file.ndjson) } })
  }
}

/** An answer to a kick-off. */
export function sightKickOff({ status, headers, json }: HttpReply): ProtocolSighting {
  if (status !== 202)
    return { refusal: { status, outcome: isJson(json) && json['resourceType'] === 'OperationOutcome' } }
  const location = headers['content-location']
  return {
    kickOff: { status, location: location === undefined ? 'none' : isAbsolute(location) ? 'absolute' : 'relative' }
  }
}

/** An answer of a server that works. @param now milliseconds since 1970 */
export function sightWorking({ headers }: HttpReply, now: number): ProtocolSighting {
  return { working: { retryAfter: parseRetryAfter(headers['retry-after'], now) !== undefined } }
}

/** FHIR R4, `instant`. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** The answer with the manifest. Bulk Data Access IG 2.0.0, "Response - Complete Status". */
export function sightManifest({ headers, json }: HttpReply): ProtocolSighting {
  const body = isJson(json) ? json : {}
  const { transactionTime, request, requiresAccessToken, output, error } = body
  const entries = Array.isArray(output) ? output.filter(isJson) : []
  const addresses = entries.map(({ url }) => url)
  return {
    manifest: {
      json: /^application\/json\b/i.test(headers['content-type'] ?? ''),
      expires: headers['expires'] !== undefined,
      instant: typeof transactionTime === 'string' && instant.test(transactionTime),
      request: typeof request === 'string' && isAbsolute(request),
      tokenFlag: typeof requiresAccessToken === 'boolean',
      output: Array.isArray(output),
      error: Array.isArray(error),
      entries: entries.every(({ type, url }) => typeof type === 'string' && typeof url === 'string'),
      absolute: addresses.every((url) => typeof url === 'string' && isAbsolute(url))
    }
  }
}

/** A file that is sent whole. */
export function sightFile(headers: HttpReply['headers']): ProtocolSighting {
  return { file: { ndjson: /^application\/fhir\+ndjson\b/i.test(headers['content-type'] ?? '') } }
}

function isAbsolute(url: string): boolean {
  return URL.canParse(url)
}

function isJson(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
