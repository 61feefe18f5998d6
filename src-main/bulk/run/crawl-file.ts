import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import type { FileFailure } from '../journal/journal-event.ts'
import { createLineScanner } from '../protocol/line-scanner.ts'
import { serverMessage, type ServerIssue } from '../protocol/server-message.ts'
import { textLines } from '../protocol/text-lines.ts'
import type { CrawlTask } from './crawl-plan.ts'
import type { ExportContext } from './export-context.ts'
import { askServer, searchPageIn, type SearchPage } from './search-pages.ts'

/** How one reading of a file ended. */
type Reading =
  | { readonly end: 'stored' }
  /** A page is not on the server any more; the search starts over. */
  | { readonly end: 'gone'; readonly text: string }
  | { readonly end: 'given-up'; readonly text: string; readonly reason: FileFailure }

/**
 * Reads the pages of one file. Each page is on the disk and in the journal before the next one is asked for, so a reading
 * that was killed goes on behind the last page that is there, without a resource lost or repeated.
 * @param part name of the part that it is stored as
 * @param first the first page, where it came already
 * @throws AppError `network` when the server stayed away too long, `cancelled`, and errors of the disk
 */
export async function crawlFile(
  task: CrawlTask,
  part: string,
  base: string,
  context: ExportContext,
  first: SearchPage | undefined
): Promise<void> {
  const { journal, policy, watch } = context
  const { key, type } = task
  for (let restarts = 0; ; restarts += 1) {
    watch.attempt(key)
    const reading = await readPages(task, part, base, context, restarts === 0 ? first : undefined)
    if (reading.end === 'stored') return
    if (reading.end === 'given-up' || restarts >= policy.freshManifests) {
      const reason = reading.end === 'gone' ? 'expired' : reading.reason
      await journal.record({
        event: 'given-up',
        key,
        reason,
        text: m.couldNotBeReadByPaging(type, reading.text)
      })
      return
    }
    watch.startedOver(key)
    await journal.record({ event: 'restarted', key })
  }
}

/** Answers for a page that has expired on the server. */
const gone: ReadonlySet<number> = new Set([400, 404, 410])

async function readPages(
  { key, type, searches }: CrawlTask,
  part: string,
  base: string,
  context: ExportContext,
  first: SearchPage | undefined
): Promise<Reading> {
  const { sink, journal, watch } = context
  const { ids, scanner, issues, length, ...begun } = await resume(key, type, part, context)
  let { search, next, number } = begun
  let bytes = length
  let given = search === 0 && next === undefined ? first : undefined
  const asked = new Set<string>()
  const writer = await sink.open(part, length)
  let isOpen = true
  try {
    while (search < searches.length) {
      const url = next ?? `${base}/${searches[search]}`
      if (new URL(url).origin !== new URL(base).origin)
        return { end: 'given-up', reason: 'address', text: m.theNextPageIsAtAnother }
      if (asked.has(url)) return { end: 'given-up', reason: 'damaged', text: m.itsPagesLeadInACircle }
      asked.add(url)
      const answer = given ?? (await askForPage(url, next !== undefined, context))
      given = undefined
      if ('end' in answer) return answer
      const lines: string[] = []
      for (const resource of answer.resources) {
        // What a search includes besides its matches belongs to other searches; pages that shift repeat resources.
        const id: unknown = Reflect.get(resource, 'id')
        if (Reflect.get(resource, 'resourceType') !== type || (typeof id === 'string' && ids.has(id))) continue
        if (typeof id === 'string') ids.add(id)
        lines.push(`${JSON.stringify(resource)}\n`)
      }
      const block = Buffer.from(lines.join(''))
      if (block.length > 0) {
        scanner.push(block)
        bytes += block.length
        watch.arrived(key, block.length, scanner.lines)
        await writer.write(block)
      }
      issues.push(...answer.issues)
      next = answer.next
      if (next === undefined) search += 1
      await writer.sync()
      const page = { length: bytes, search, issues: [...answer.issues], ...(next === undefined ? {} : { next }) }
      await journal.record({ event: 'page', key, part, number, ...page })
      number += 1
    }
    isOpen = false
    const facts = await writer.close()
    const { types } = scanner.finish()
    await journal.record({ event: 'stored', key, file: { part, bytes, ...facts, types: { ...types }, issues } })
    return { end: 'stored' }
  } finally {
    if (isOpen) await writer.close()
  }
}

async function askForPage(url: string, isLater: boolean, context: ExportContext): Promise<SearchPage | Reading> {
  const reply = await askServer(url, context)
  const page = reply.status === 200 ? searchPageIn(reply.json, url) : undefined
  if (page !== undefined) return page
  const text = reply.status === 200 ? m.theAnswerIsNoSearchResult : `${serverMessage(reply).text}.`
  if (isLater && gone.has(reply.status)) return { end: 'gone', text }
  return { end: 'given-up', reason: reply.status === 200 || reply.status >= 500 ? 'server-error' : 'refused', text }
}

interface Resumed {
  readonly ids: Set<string>
  readonly scanner: ReturnType<typeof createLineScanner>
  readonly issues: ServerIssue[]
  /** Pages that stay, and their bytes. */
  readonly number: number
  readonly length: number
  readonly search: number
  readonly next: string | undefined
}

/** Where an earlier process was: behind the last page of which everything is on the disk. */
async function resume(key: string, type: string, part: string, context: ExportContext): Promise<Resumed> {
  const { journal, sink, watch } = context
  const pages = journal.progress.pages.get(key) ?? []
  const scanner = createLineScanner(type)
  const fresh: Resumed = { ids: new Set(), scanner, issues: [], number: 0, length: 0, search: 0, next: undefined }
  if (pages.length === 0) return fresh
  const there = await lengthOf(sink.read(part))
  const count = pages.findLastIndex(({ length }) => length <= there) + 1
  const last = pages[count - 1]
  if (last === undefined) return fresh
  const ids = new Set<string>()
  for await (const line of textLines(sink.read(part, last.length))) {
    scanner.push(Buffer.from(`${line}\n`))
    const { id } = JSON.parse(line) as { readonly id?: unknown }
    if (typeof id === 'string') ids.add(id)
  }
  watch.arrived(key, last.length, scanner.lines)
  const issues = pages.slice(0, count).flatMap((page) => page.issues)
  return { ids, scanner, issues, number: count, length: last.length, search: last.search, next: last.next }
}

async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0
  for await (const chunk of chunks) length += chunk.length
  return length
}
