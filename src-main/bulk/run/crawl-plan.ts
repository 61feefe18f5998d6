import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { createHash } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import { serverMessage, serverRefusal } from '../protocol/server-message.ts'
import { currentMembers } from './current-members.ts'
import type { ExportContext } from './export-context.ts'
import { askServer, pageSize, searchPageIn } from './search-pages.ts'

/** One file of a crawl: what one search, or several of one type, bring. */
export interface CrawlTask {
  readonly key: string
  readonly type: string
  /** Addresses below the FHIR base, asked one after the other, each with all its pages. */
  readonly searches: readonly string[]
}

/** People whose data go into one file for each type. */
const patientsPerFile = 25

/** Types that are searched without a patient. */
const common: ReadonlySet<string> = new Set([
  'Organization',
  'Location',
  'Practitioner',
  'PractitionerRole',
  'Medication'
])

/**
 * The searches for a request: type by type at the level of the system, else by the compartments of 25 people at a time.
 * @param patients ids; not needed at the level of the system
 */
export function planCrawl(request: ExportRequest, patients: readonly string[]): CrawlTask[] {
  return request.types.flatMap((type) => {
    if (request.level === 'system' || common.has(type)) return [taskOf(type, undefined, request)]
    const tasks: CrawlTask[] = []
    for (let index = 0; index < patients.length; index += patientsPerFile)
      tasks.push(taskOf(type, patients.slice(index, index + patientsPerFile), request))
    return tasks
  })
}

function taskOf(type: string, people: readonly string[] | undefined, request: ExportRequest): CrawlTask {
  const text = `${type} ${people?.join() ?? ''}`
  const key = createHash('sha256').update(text).digest('hex').slice(0, 24)
  return { key, type, searches: searchesOf(type, people, request) }
}

/**
 * Whose data a request is about, in a fixed order. What was listed once is written down, so that a crawl that goes on has
 * the same files, whoever was admitted meanwhile.
 * @throws AppError `network` when the list cannot be read
 */
export async function listPatients(context: ExportContext, request: ExportRequest): Promise<readonly string[]> {
  const { journal } = context
  if (request.level === 'system') return []
  const known = journal.progress.people
  if (known !== undefined) return known
  const { base, level, group = '' } = request
  const ids =
    level === 'group'
      ? await listMembers(`${base}/Group/${encodeURIComponent(group)}`, base, context)
      : await allPatients(base, context)
  await journal.record({ event: 'people', ids: [...new Set(ids)].sort() })
  return journal.progress.people ?? []
}

/** The members of a group now; that some of them cannot be asked for is an issue, so that the export is not complete. */
async function listMembers(url: string, base: string, context: ExportContext): Promise<readonly string[]> {
  const { journal, clock } = context
  const { ids, unclear } = currentMembers((await read(url, context)).json, base, clock.now())
  const text = m.membersOfTheGroupCannotBe(unclear)
  // A run that was killed before the list of people was written down has said it already.
  if (unclear > 0 && !journal.progress.issues.some((issue) => issue.text === text))
    await journal.record({ event: 'issue', issue: { severity: 'error', text } })
  return ids
}

async function allPatients(base: string, context: ExportContext): Promise<string[]> {
  const ids: string[] = []
  const seen = new Set<string>()
  let url: string | undefined = `${base}/Patient?_count=${pageSize}&_elements=id`
  while (url !== undefined && !seen.has(url)) {
    if (new URL(url).origin !== new URL(base).origin) throw new AppError('not-allowed', m.theNextPageOfTheList)
    seen.add(url)
    const page = searchPageIn((await read(url, context)).json, url)
    if (page === undefined) throw new AppError('network', m.theListOfPeopleIsNo)
    for (const resource of page.resources) {
      const { resourceType, id } = resource as { readonly resourceType?: unknown; readonly id?: unknown }
      if (resourceType === 'Patient' && typeof id === 'string') ids.push(id)
    }
    url = page.next
  }
  return ids
}

async function read(url: string, context: ExportContext): ReturnType<typeof askServer> {
  const reply = await askServer(url, context)
  if (reply.status === 200) return reply
  throw new AppError('network', serverRefusal(m.theListOfPeopleCouldNot, serverMessage(reply)), {
    retryable: reply.status >= 500
  })
}

function searchesOf(type: string, patients: readonly string[] | undefined, request: ExportRequest): string[] {
  const { since, until, typeFilters } = request
  const filters = typeFilters
    .filter((filter) => filter.startsWith(`${type}?`))
    .map((filter) => filter.slice(type.length + 1))
  const ids = patients?.join(',')
  const who = ids === undefined ? [] : [type === 'Patient' ? `_id=${ids}` : `patient=${ids}`]
  const when = [
    ...(since === undefined ? [] : [`_lastUpdated=gt${encodeURIComponent(since)}`]),
    ...(until === undefined ? [] : [`_lastUpdated=lt${encodeURIComponent(until)}`])
  ]
  const what = elementsOf(type, request.elements)
  return (filters.length === 0 ? [''] : filters).map(
    (filter) =>
      `${type}?${[`_count=${pageSize}`, ...who, ...when, ...what, ...(filter === '' ? [] : [filter])].join('&')}`
  )
}

/** A search names elements without their type (FHIR R4, 3.1.1.5.9); an element of another type does not limit this one. */
function elementsOf(type: string, elements: readonly string[]): string[] {
  const names = elements.flatMap((element) => {
    const [first = '', second] = element.split('.')
    return second === undefined ? [first] : first === type ? [second] : []
  })
  return names.length === 0 ? [] : [`_elements=${[...new Set(names)].join(',')}`]
}
