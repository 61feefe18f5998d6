import { bulkMessages as m } from '#messages/bulk.ts'
import type { CommittedPart, ExportSink } from './export-sink.ts'
import type { ServerIssue } from '../protocol/server-message.ts'
import { textLines } from '../protocol/text-lines.ts'

type Json = Readonly<Record<string, unknown>>
/** `undefined` where the query cannot be judged here. */
type Verdict = boolean | undefined

/** Elements behind search parameters that are codes in the types that are filtered in practice. */
const codeElements: Readonly<Record<string, readonly string[]>> = {
  code: ['code', 'medicationCodeableConcept', 'vaccineCode'],
  category: ['category'],
  status: ['status'],
  'clinical-status': ['clinicalStatus'],
  'verification-status': ['verificationStatus'],
  type: ['type'],
  class: ['class'],
  intent: ['intent'],
  gender: ['gender'],
  _id: ['id']
}

/**
 * Looks whether what came fits the filters that were asked for (`_typeFilter`): servers may ignore them, and some do.
 * Understands codes, alternatives with commas, and several filters of one type; says what it cannot judge.
 * @returns what has to be said; nothing is left out of the data
 */
export async function checkFilters(
  filters: readonly string[],
  parts: readonly CommittedPart[],
  sink: ExportSink
): Promise<ServerIssue[]> {
  const byType = new Map<string, URLSearchParams[]>()
  for (const filter of filters) {
    const index = filter.indexOf('?')
    const type = filter.slice(0, Math.max(0, index))
    byType.set(type, [...(byType.get(type) ?? []), new URLSearchParams(filter.slice(index + 1))])
  }
  const issues: ServerIssue[] = []
  for (const [type, queries] of byType) {
    let strangers = 0
    let unclear = 0
    for (const { part, types } of parts) {
      if (types[type] === undefined) continue
      for await (const resource of resourcesOf(sink.read(part))) {
        if (resource['resourceType'] !== type) continue
        const verdict = anyOf(queries.map((query) => fits(resource, query)))
        if (verdict === false) strangers += 1
        else if (verdict === undefined) unclear += 1
      }
    }
    if (strangers > 0)
      issues.push({
        severity: 'warning',
        text: m.resourcesOfDoNotFitThe(strangers, type)
      })
    else if (unclear > 0)
      issues.push({
        severity: 'information',
        text: m.whetherTheServerKeptToThe(type)
      })
  }
  return issues
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false
}

function fits(resource: Json, query: URLSearchParams): Verdict {
  const verdicts = [...query].map(([name, value]): Verdict => {
    const elements = codeElements[name]
    if (elements === undefined) return undefined
    const codes = elements.flatMap((element) => codesIn(resource[element]))
    return value.split(',').some((item) => codes.includes(item.split('|').at(-1) ?? item))
  })
  return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true
}

function codesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(codesIn)
  if (typeof value !== 'object' || value === null) return []
  const { code, coding } = value as { readonly code?: unknown; readonly coding?: unknown }
  return [...(typeof code === 'string' ? [code] : []), ...codesIn(coding)]
}

async function* resourcesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Json> {
  for await (const line of textLines(chunks)) yield* parsed(line)
}

/** Lines that are no JSON are counted as rejected already. */
function parsed(line: string): Json[] {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? [value as Json] : []
  } catch {
    return []
  }
}
