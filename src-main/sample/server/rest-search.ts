import type { WebResponse } from '../../ports/host.ts'
import { WrongParameter } from './export-parameters.ts'
import { json, outcome } from './outcome.ts'
import { lineFacts, type ResourceHistory } from './resource-history.ts'
import { partTest, type ResourceTest } from './type-filter.ts'

const defaultCount = 50
const maxCount = 1000

/** Answers `GET [base]/Type?…` with pages of a searchset, and `GET [base]/Group[/id]`. */
export async function answerSearch(
  history: ResourceHistory,
  state: number,
  base: string,
  path: string,
  query: URLSearchParams
): Promise<WebResponse> {
  const [type = '', id] = path.split('/')
  if (type === 'Group') return answerGroup(history, state, id)
  if (!history.parts(state).some((part) => part.type === type)) return outcome(404, 'not-found', 'Unknown type')
  const count = Math.min(maxCount, Number(query.get('_count') ?? defaultCount) || defaultCount)
  const offset = Number(query.get('_offset') ?? 0)
  let tests: ResourceTest[]
  try {
    tests = [...query]
      .filter(([name]) => !['_count', '_offset', '_elements', 'patient'].includes(name))
      .map(([name, value]) => partTest(name, value))
  } catch (error) {
    if (error instanceof WrongParameter) return outcome(400, 'not-supported', error.message)
    throw error
  }
  const patients = new Set(
    query.getAll('patient').flatMap((value) => value.split(',').map((item) => item.replace(/^Patient\//, '')))
  )
  const found: unknown[] = []
  let matched = 0
  for (const part of history.parts(state)) {
    if (part.type !== type) continue
    for await (const line of history.lines(state, part)) {
      const facts = lineFacts(line)
      if (id !== undefined && facts.id !== id) continue
      if (patients.size > 0 && !patients.has(facts.patient)) continue
      const resource = JSON.parse(line) as Record<string, unknown>
      if (!tests.every((test) => test(resource))) continue
      if (id !== undefined) return json(200, resource, fhir)
      matched += 1
      if (matched > offset && found.length < count) found.push(resource)
    }
  }
  if (id !== undefined) return outcome(404, 'not-found', 'There is no such resource')
  return json(
    200,
    bundle(found, matched > offset + count ? nextLink(base, path, query, offset + count) : undefined),
    fhir
  )
}

const fhir = { 'content-type': 'application/fhir+json' }

async function answerGroup(history: ResourceHistory, state: number, id: string | undefined): Promise<WebResponse> {
  const groups = (await history.groups(state)).map(({ id: groupId, name, members }) => ({
    resourceType: 'Group',
    id: groupId,
    type: 'person',
    actual: true,
    name,
    quantity: members.size,
    member: [...members].map((patient) => ({ entity: { reference: `Patient/${patient}` } }))
  }))
  if (id === undefined)
    return json(
      200,
      bundle(
        groups.map(({ member: _, ...group }) => group),
        undefined
      ),
      fhir
    )
  const group = groups.find((item) => item.id === id)
  return group === undefined ? outcome(404, 'not-found', 'There is no such group') : json(200, group, fhir)
}

function bundle(resources: readonly unknown[], next: string | undefined): object {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(next === undefined ? {} : { link: [{ relation: 'next', url: next }] }),
    entry: resources.map((resource) => ({ resource }))
  }
}

function nextLink(base: string, path: string, query: URLSearchParams, offset: number): string {
  const next = new URLSearchParams(query)
  next.set('_offset', String(offset))
  return `${base}/${path}?${next.toString()}`
}
