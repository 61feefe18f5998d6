import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import { runTasks } from '../protocol/worker-slots.ts'
import { crawlFile } from './crawl-file.ts'
import { listPatients, planCrawl, type CrawlTask } from './crawl-plan.ts'
import type { ExportContext } from './export-context.ts'
import { askServer, searchPageIn, type SearchPage } from './search-pages.ts'

/** Searches that go to the server in one Bundle. */
const searchesPerBatch = 10

/**
 * Fetches the data by searching where a server has no bulk export. Each file is an entry of the journal like one of a
 * manifest, and each of its pages as well, so a crawl goes on where it was.
 * @param takesBatches the server takes several requests in one Bundle (FHIR R4, 3.1.0.11)
 * @throws AppError
 */
export async function crawl(context: ExportContext, request: ExportRequest, takesBatches: boolean): Promise<void> {
  const { journal, clock, slots } = context
  const { progress } = journal
  if (request.types.length === 0) throw new AppError('invalid-input', m.aServerWithoutBulkExportIs)
  const transactionTime = progress.transactionTime ?? new Date(clock.now()).toISOString()
  const tasks = planCrawl(request, await listPatients(context, request))
  await journal.record({
    event: 'manifest',
    transactionTime,
    byPatient: false,
    partial: false,
    files: tasks.map(({ key, type }) => ({ key, kind: 'output', type }))
  })
  if (request.since !== undefined) await noteRemovals(context)
  const read = (task: CrawlTask, first?: SearchPage): Promise<void> => {
    const part = `file-${String(progress.numbers.get(task.key) ?? 0).padStart(6, '0')}`
    return crawlFile(task, part, request.base, context, first)
  }
  const left = tasks.filter(({ key }) => !progress.stored.has(key))
  if (!takesBatches) return runTasks(left, slots, (task) => read(task))
  await runTasks(inBatches(left, context), slots, async (batch) => {
    const pages = batch.length === 1 ? [] : await firstPages(batch, request.base, context)
    for (const [index, task] of batch.entries()) await read(task, pages[index])
  })
}

/** What goes on in the middle, or has several searches, is asked for by itself. */
function inBatches(tasks: readonly CrawlTask[], { journal }: ExportContext): CrawlTask[][] {
  const isPlain = ({ key, searches }: CrawlTask): boolean =>
    searches.length === 1 && (journal.progress.pages.get(key) ?? []).length === 0
  const plain = tasks.filter(isPlain)
  const batches = tasks.filter((task) => !isPlain(task)).map((task) => [task])
  for (let index = 0; index < plain.length; index += searchesPerBatch)
    batches.push(plain.slice(index, index + searchesPerBatch))
  return batches
}

/** The first page of each search; a page that did not come this way is asked for by itself. */
async function firstPages(
  batch: readonly CrawlTask[],
  base: string,
  context: ExportContext
): Promise<(SearchPage | undefined)[]> {
  const entry = batch.map(({ searches }) => ({ request: { method: 'GET', url: searches[0] ?? '' } }))
  const reply = await askServer(base, context, { resourceType: 'Bundle', type: 'batch', entry })
  const answers: unknown = reply.status === 200 ? Reflect.get(Object(reply.json), 'entry') : undefined
  if (!Array.isArray(answers) || answers.length !== batch.length) return []
  return (answers as readonly { response?: { status?: unknown }; resource?: unknown }[]).map((answer) =>
    String(answer?.response?.status).startsWith('200') ? searchPageIn(answer.resource, base) : undefined
  )
}

const removalsText = m.aServerThatIsReadBy

async function noteRemovals({ journal }: ExportContext): Promise<void> {
  if (journal.progress.issues.some(({ text }) => text === removalsText)) return
  await journal.record({ event: 'issue', issue: { severity: 'information', text: removalsText } })
}
