import { readParts, type CachePart } from './cache-parts.ts'
import { CACHE_FORM, type CacheHead, type CachePartHead } from './cache-write.ts'
import { ColumnReader } from './column-reader.ts'
import { storeOf } from '../build/create-store.ts'
import { conceptTable } from '../model/concept-table.ts'
import { PartReader } from './part-reader.ts'
import type { TablePlan } from '../model/plan.ts'
import { notACache } from './store-ipc.ts'
import type { Store } from '../model/store.ts'
import type { ViewMark } from '../model/view-marks.ts'

/** A store that can be asked what its first columns tell, while the rest is read. */
export interface OpenedCache {
  /** Throws `StillArriving` when it is asked for what has not come yet; see `whenArrived`. */
  readonly store: Store
  /** Marks of the views that the columns were made by. */
  readonly views: readonly ViewMark[]
  /** Settles when everything has come. @throws AppError `unreadable-file` when the stream is damaged or ends early */
  readonly whole: Promise<void>
}

/**
 * Opens what `writeCache` wrote. Numbers are used where they were read to; texts of dictionaries are cut from one string.
 * @param plan of the present views, which says what tables and columns are about
 * @param onBytes is told the size of what has been read
 * @returns undefined when the columns were made by another version
 * @throws AppError `unreadable-file` when the stream is no cache or ends before the first columns have come
 */
export async function openCache(
  stream: ReadableStream<Uint8Array>,
  plan: TablePlan,
  onBytes: (bytes: number) => void = () => undefined
): Promise<OpenedCache | undefined> {
  const iterator = readParts(stream)
  try {
    const parts = new PartReader(iterator, onBytes)
    await parts.next()
    const head = parts.words
    if (head?.of !== 'head') throw notACache()
    if (head.form !== CACHE_FORM) {
      await iterator.return()
      return undefined
    }
    await parts.next()
    return await openStore(parts, head, plan, iterator)
  } catch (error) {
    await iterator.return()
    throw error
  }
}

async function openStore(
  parts: PartReader,
  head: CacheHead,
  plan: TablePlan,
  iterator: AsyncGenerator<CachePart, void>
): Promise<OpenedCache> {
  parts.expect('concepts')
  const concepts = conceptTable(parts.texts('systems'), parts.texts('codes'), parts.texts('displays'))
  await parts.nextOf('profiles')
  const profiles = parts.texts('values')
  await parts.nextOf('labels')
  const texts = parts.texts('values')
  await parts.next()
  let stage = nextStage()
  const reader = new ColumnReader(parts, head, plan, () => stage.promise)
  while (isColumn(parts.words)) await reader.take(parts.words)
  parts.expect('stage-end')
  const { patients, files, sources, report, snapshot } = head
  const { codings, resources } = reader
  const tables = new Map(head.tables.map((table) => [table.name, reader.table(table)]))
  const { origins } = reader
  const store = storeOf({
    patients,
    tables,
    concepts,
    codings,
    resources,
    profiles,
    ...(texts.length === 0 ? {} : { labels: { texts, byType: reader.labels } }),
    files,
    ...(sources === undefined ? {} : { sources }),
    report,
    snapshot,
    origins
  })

  async function readRest(): Promise<void> {
    try {
      await parts.next()
      while (parts.words?.of !== 'end') {
        if (isColumn(parts.words)) await reader.take(parts.words)
        else {
          parts.expect('stage-end')
          stage.resolve()
          stage = nextStage()
          await parts.next()
        }
      }
      reader.complete()
      stage.resolve()
    } catch (error) {
      stage.reject(error)
      throw error
    } finally {
      await iterator.return()
    }
  }
  const rest = readRest()
  // Whoever needs the rest waits for it; until then nobody may.
  rest.catch(() => undefined)
  return { store, views: head.views, whole: rest }
}

/** What tells when the next stage has come; nobody has to wait for it. */
function nextStage(): PromiseWithResolvers<void> {
  const stage = Promise.withResolvers<void>()
  stage.promise.catch(() => undefined)
  return stage
}

function isColumn(words: CachePartHead | undefined): words is Exclude<CachePartHead, CacheHead> {
  return words !== undefined && !['head', 'stage-end', 'end'].includes(words.of)
}
