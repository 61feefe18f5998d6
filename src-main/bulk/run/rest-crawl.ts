import { createHash } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import { readReply, type HttpReply } from '../../auth/read-json.ts'
import type { ExportContext } from './export-context.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import { createLineScanner } from '../protocol/line-scanner.ts'
import { nextDelay, parseRetryAfter } from '../protocol/retry-delay.ts'
import { serverMessage, serverRefusal } from '../protocol/server-message.ts'
import { runTasks } from '../protocol/worker-slots.ts'
import { waitUntil } from '../protocol/wait-until.ts'

/** People whose data go into one file for each type. */
const patientsPerFile = 25
const pageSize = 200
const maxPages = 100_000

/** One file of a crawl. */
interface CrawlTask {
  readonly key: string
  readonly type: string
  /** `undefined` for data that belong to nobody. */
  readonly patients: readonly string[] | undefined
}

/** Types that are searched without a patient. */
const common: ReadonlySet<string> = new Set([
  'Organization',
  'Location',
  'Practitioner',
  'PractitionerRole',
  'Medication'
])

/**
 * Fetches the data by searching where a server has no bulk export: the people of a group, or all, and for 25 of them at a
 * time every type with `_count`, `_lastUpdated` and `next` links (FHIR R4, 3.1.1 Search). Each file is an entry of the
 * journal like one of a manifest, so a crawl goes on where it was.
 * @throws AppError
 */
export async function crawl(context: ExportContext, request: ExportRequest): Promise<void> {
  const { journal, clock, slots } = context
  const { progress } = journal
  if (request.types.length === 0)
    throw new AppError(
      'invalid-input',
      'A server without bulk export is asked type by type. Say which types are needed.'
    )
  const transactionTime = progress.transactionTime ?? new Date(clock.now()).toISOString()
  const patients = await listPatients(context, request)
  const tasks = planTasks(request.types, patients)
  await journal.record({
    event: 'manifest',
    transactionTime,
    byPatient: false,
    partial: false,
    files: tasks.map(({ key, type }) => ({ key, kind: 'output', type }))
  })
  const order = new Map([...progress.files.keys()].map((key, index) => [key, index]))
  const left = tasks.filter(({ key }) => !progress.stored.has(key))
  await runTasks(left, slots, (task) =>
    fetchFile(task, `file-${String((order.get(task.key) ?? 0) + 1).padStart(6, '0')}`, context, request)
  )
}

function planTasks(types: readonly string[], patients: readonly string[]): CrawlTask[] {
  const tasks: CrawlTask[] = []
  const add = (type: string, people: readonly string[] | undefined): void => {
    const key = createHash('sha256')
      .update(`${type} ${people?.join() ?? ''}`)
      .digest('hex')
      .slice(0, 24)
    tasks.push({ key, type, patients: people })
  }
  for (const type of types) {
    if (common.has(type)) add(type, undefined)
    else
      for (let index = 0; index < patients.length; index += patientsPerFile)
        add(type, patients.slice(index, index + patientsPerFile))
  }
  return tasks
}

async function listPatients(context: ExportContext, { base, level, group }: ExportRequest): Promise<string[]> {
  if (level === 'group') {
    const said = await patiently(`${base}/Group/${encodeURIComponent(group ?? '')}`, context)
    const members = (said.json as { member?: readonly { entity?: { reference?: string } }[] } | undefined)?.member ?? []
    return members.flatMap(({ entity }) => /Patient\/([^/]+)$/.exec(entity?.reference ?? '')?.[1] ?? []).sort()
  }
  const ids: string[] = []
  for await (const resource of pages(`${base}/Patient?_count=${pageSize}&_elements=id`, context)) {
    const { id } = resource as { id?: unknown }
    if (typeof id === 'string') ids.push(id)
  }
  return [...new Set(ids)].sort()
}

async function fetchFile(task: CrawlTask, part: string, context: ExportContext, request: ExportRequest): Promise<void> {
  const { sink, journal, watch } = context
  const { key, type } = task
  const scanner = createLineScanner(type)
  const writer = await sink.open(part, 0)
  let bytes = 0
  try {
    for (const query of queries(task, request)) {
      for await (const resource of pages(`${request.base}/${type}?${query}`, context)) {
        // Included resources and outcomes are no matches.
        if (Reflect.get(resource, 'resourceType') !== type) continue
        const line = Buffer.from(`${JSON.stringify(resource)}\n`)
        await writer.write(line)
        scanner.push(line)
        bytes += line.length
        watch.arrived(key, line.length, scanner.lines)
      }
    }
  } catch (error) {
    await writer.close()
    throw error
  }
  const facts = await writer.close()
  const { types } = scanner.finish()
  await journal.record({ event: 'stored', key, file: { part, bytes, ...facts, types: { ...types }, issues: [] } })
}

function queries({ type, patients }: CrawlTask, request: ExportRequest): string[] {
  const { since, until, typeFilters } = request
  const filters = typeFilters
    .filter((filter) => filter.startsWith(`${type}?`))
    .map((filter) => filter.slice(type.length + 1))
  const who =
    patients === undefined ? [] : [type === 'Patient' ? `_id=${patients.join(',')}` : `patient=${patients.join(',')}`]
  const when = [
    ...(since === undefined ? [] : [`_lastUpdated=gt${encodeURIComponent(since)}`]),
    ...(until === undefined ? [] : [`_lastUpdated=lt${encodeURIComponent(until)}`])
  ]
  const what = elementsOf(type, request.elements)
  return (filters.length === 0 ? [''] : filters).map((filter) =>
    [`_count=${pageSize}`, ...who, ...when, ...what, ...(filter === '' ? [] : [filter])].join('&')
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

/** Resources of a searchset with all its pages. */
async function* pages(first: string, context: ExportContext): AsyncGenerator<object> {
  const seen = new Set<string>()
  for (let url: string | undefined = first; url !== undefined && !seen.has(url) && seen.size < maxPages;) {
    seen.add(url)
    const { json } = await patiently(url, context)
    const { entry = [], link = [] } = (json ?? {}) as {
      entry?: readonly { resource?: unknown }[]
      link?: readonly { relation?: string; url?: string }[]
    }
    for (const { resource } of entry) if (typeof resource === 'object' && resource !== null) yield resource
    const next: string | undefined = link.find(({ relation }) => relation === 'next')?.url
    url = next === undefined ? undefined : new URL(next, url).href
  }
}

async function patiently(
  url: string,
  { net, signal, policy, clock, random, slots, journal }: ExportContext
): Promise<HttpReply> {
  for (let failures = 0; ; failures += 1) {
    const said = await net
      .send({
        method: 'GET',
        url,
        headers: { accept: 'application/fhir+json', 'accept-encoding': 'gzip' },
        authorize: sameOrigin(url, journal.progress.request?.base),
        signal
      })
      .then(readReply)
      .catch((error: unknown) => {
        if (!(error instanceof AppError) || !error.retryable || failures + 1 >= policy.requestTries) throw error
        return undefined
      })
    if (said?.status === 200) {
      slots.good()
      return said
    }
    const passing = said === undefined || said.status === 429 || said.status >= 500
    if (!passing || failures + 1 >= policy.requestTries)
      throw new AppError(
        'network',
        said === undefined ? 'A search got no answer.' : serverRefusal('A search failed', serverMessage(said)),
        { retryable: passing }
      )
    slots.bad(said?.status === 429 ? 'too-many' : 'fault')
    const asked = parseRetryAfter(said?.headers['retry-after'], clock.now())
    await waitUntil(clock.now() + nextDelay(asked, failures, policy.delays, random()), clock, signal)
  }
}

function sameOrigin(url: string, base: string | undefined): boolean {
  return base !== undefined && new URL(url).origin === new URL(base).origin
}
