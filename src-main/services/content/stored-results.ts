import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import { oneAtATimeFor } from '#shared/one-at-a-time.ts'
import type { StoredResults } from './content.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'

/** Results of measures, sealed next to the columns of the snapshot that they are about, with its key. */
export function createStoredResults(store: Pick<SnapshotStore, 'open'>): StoredResults {
  const inTurn = oneAtATimeFor()
  return {
    async has(id) {
      const snapshot = await store.open(id)
      try {
        return (await snapshot.results()) !== undefined
      } finally {
        await snapshot.close()
      }
    },
    async read(id) {
      const snapshot = await store.open(id)
      const stream = await snapshot.results()
      if (stream !== undefined) return closingAfter(stream, snapshot)
      await snapshot.close()
      throw new AppError('not-found', m.noResultsAreStoredWithThese)
    },
    async replace(id, chunks) {
      // What is locked meanwhile ends also those who wait.
      const snapshot = await store.open(id)
      try {
        // Two windows that write at the same time would write into one draft.
        await inTurn(id, () => replaceResults(snapshot, chunks))
      } finally {
        await snapshot.close()
      }
    }
  }
}

async function replaceResults(snapshot: OpenSnapshot, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const writer = await snapshot.replaceResults()
  try {
    for await (const chunk of chunks) await writer.write(chunk)
    await writer.finish()
  } catch (error) {
    // The first failure is what is told; the draft is overwritten by the next results.
    await writer.abort().catch(() => undefined)
    throw error
  }
}

/** The key is needed until the last byte is read. */
function closingAfter(stream: ReadableStream<Uint8Array>, snapshot: OpenSnapshot): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) {
            controller.enqueue(value)
            return
          }
          controller.close()
        } catch (error) {
          controller.error(error)
        }
        await snapshot.close()
      },
      async cancel(reason) {
        await reader.cancel(reason)
        await snapshot.close()
      }
    },
    { highWaterMark: 0 }
  )
}
