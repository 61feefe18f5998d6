import { nameInLocale } from '#shared/messages/locale.ts'
import { workersMessages as m } from '#messages/workers.ts'
import { AppError } from '#shared/app-error.ts'
import type { ContentApi, ContentHost } from './content-protocol.ts'
import { connectThread, type ThreadConnection } from '#engine/base/threads/thread-connection.ts'
import { webThread } from '../base/web-thread.ts'

/** The page's handle on a content worker. */
export interface ContentClient {
  readonly api: ContentApi
  /** Ends the worker; what is under way rejects with `cancelled`. */
  stop(): void
}

/** Seconds that the translation of one CQL text may take, with the start of the translator. */
const translationSeconds = 120

/** Starts a content worker. It is started again after a translation that took too long. */
export function startContentClient(host: ContentHost): ContentClient {
  let running = startWorker(host)
  return {
    api: {
      assemble: (title, sources, lists) => running.api.assemble(title, sources, lists),
      assign: (lists) => running.api.assign(lists),
      hold: (document, source) => running.api.hold(document, source),
      send: (url) => running.api.send(url),
      async translate(text, libraries) {
        const { api, end } = running
        // The translator cannot be interrupted: its worker is ended, and a new one stands by.
        const deadline = setTimeout(() => {
          running = startWorker(host)
          void end(overTime())
        }, translationSeconds * 1000)
        try {
          return await api.translate(text, libraries)
        } finally {
          clearTimeout(deadline)
        }
      }
    },
    stop: () => void running.end(new AppError('cancelled', m.readingTheMeasureContentWasCancelled))
  }
}

function startWorker(host: ContentHost): ThreadConnection<ContentApi> {
  const worker = new Worker(new URL('./content.worker.ts', import.meta.url), {
    type: 'module',
    name: nameInLocale('content')
  })
  return connectThread<ContentApi>(webThread(worker), {
    host,
    failure: () => new AppError('internal', m.theWorkerThatReadsMeasureContent, { retryable: true })
  })
}

function overTime(): AppError {
  return new AppError('invalid-input', m.theTranslationWasStoppedAfterSeconds(translationSeconds), { reason: 'limit' })
}
