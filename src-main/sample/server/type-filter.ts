import { WrongParameter } from './export-parameters.ts'

type Json = Readonly<Record<string, unknown>>

/** Tests one resource. */
export type ResourceTest = (resource: Json) => boolean

const dateFields = [
  'effectiveDateTime',
  'onsetDateTime',
  'occurrenceDateTime',
  'performedDateTime',
  'authoredOn',
  'recordedDate'
]
const tokens: Readonly<Record<string, readonly string[]>> = {
  code: ['code', 'medicationCodeableConcept', 'vaccineCode'],
  status: ['status'],
  category: ['category'],
  type: ['type'],
  class: ['class'],
  gender: ['gender'],
  'clinical-status': ['clinicalStatus'],
  intent: ['intent'],
  _id: ['id']
}

/**
 * Turns the `_typeFilter` parameters into tests by type: filters of one type are alternatives.
 * Knows tokens, `date` and `_lastUpdated` with prefixes.
 * @throws WrongParameter for anything else
 */
export function typeFilterTests(filters: readonly string[]): ReadonlyMap<string, ResourceTest> {
  const byType = new Map<string, ResourceTest[]>()
  for (const filter of filters) {
    const index = filter.indexOf('?')
    if (index < 1) throw new WrongParameter('_typeFilter is no query for a type')
    const type = filter.slice(0, index)
    const parts = [...new URLSearchParams(filter.slice(index + 1))].map(([name, value]) => partTest(name, value))
    const tests = byType.get(type) ?? []
    tests.push((resource) => parts.every((part) => part(resource)))
    byType.set(type, tests)
  }
  return new Map(
    [...byType].map(([type, tests]) => [type, (resource: Json) => tests.some((test) => test(resource))] as const)
  )
}

/** Makes the test of one search parameter. @throws WrongParameter */
export function partTest(name: string, value: string): ResourceTest {
  if (name === '_lastUpdated') return dateTest(value, (resource) => textAt(resource['meta'], 'lastUpdated'))
  if (name === 'date' || name === 'authoredon' || name === 'onset-date')
    return dateTest(value, (resource) =>
      dateFields.map((field) => resource[field]).find((item) => typeof item === 'string')
    )
  const fields = tokens[name]
  if (fields === undefined) throw new WrongParameter(`The search parameter ${name} is not supported`)
  const wanted = new Set(value.split(',').map((item) => item.split('|').at(-1) ?? ''))
  return (resource) => fields.some((field) => codesOf(resource[field]).some((code) => wanted.has(code)))
}

function dateTest(value: string, read: (resource: Json) => unknown): ResourceTest {
  const [, prefix = 'eq', limit = ''] = /^(eq|ge|gt|le|lt)?(\d{4}.*)$/.exec(value) ?? []
  if (limit === '') throw new WrongParameter('A date in a filter cannot be read')
  return (resource) => {
    const date = read(resource)
    if (typeof date !== 'string') return false
    const [a, b] =
      date.includes('T') && limit.includes('T')
        ? [Date.parse(date), Date.parse(limit)]
        : [date.slice(0, limit.length), limit]
    if (prefix === 'ge') return a >= b
    if (prefix === 'gt') return a > b
    if (prefix === 'le') return a <= b
    if (prefix === 'lt') return a < b
    return a === b
  }
}

function textAt(value: unknown, name: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'string' ? found : undefined
}

function codesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(codesOf)
  if (typeof value !== 'object' || value === null) return []
  const { code, coding } = value as { code?: unknown; coding?: unknown }
  return [...(typeof code === 'string' ? [code] : []), ...codesOf(coding)]
}
