import { AppError } from '#shared/app-error.ts'
import type { ContentApi, ContentHost } from './content-protocol.ts'
import { callable, serve } from '../base/rpc.ts'

/** The page's handle on a content worker. */
export interface ContentClient {
  readonly api: ContentApi
  /** Ends the worker; what is under way rejects with `cancelled`. */
  stop(): void
}

/** Seconds that the translation of one CQL text may take, with the start of the translator. */
const translationSeconds = 120

/** A worker that is running. Ending it rejects what is under way in it. */
interface Running {
  readonly api: ContentApi
  readonly broken: Promise<never>
  readonly end: (error: AppError) => void
}

/** Starts a content worker. It is started again after a translation that took too long. */
export function startContentClient(host: ContentHost): ContentClient {
  let running = startWorker(host)
  const over = <T>(call: (api: ContentApi) => Promise<T>): Promise<T> =>
    Promise.race([call(running.api), running.broken])
  return {
    api: {
      assemble: (title, sources, lists) => over((api) => api.assemble(title, sources, lists)),
      assign: (lists) => over((api) => api.assign(lists)),
      hold: (document, source) => over((api) => api.hold(document, source)),
      send: (url) => over((api) => api.send(url)),
      async translate(text, libraries) {
        const { end } = running
        // The translator cannot be interrupted: its worker is ended, and a new one stands by.
        const deadline = setTimeout(() => {
          running = startWorker(host)
          end(overTime())
        }, translationSeconds * 1000)
        try {
          return await over((api) => api.translate(text, libraries))
        } finally {
          clearTimeout(deadline)
        }
      }
    },
    stop: () => running.end(new AppError('cancelled', 'Reading the measure content was cancelled.'))
  }
}

function startWorker(host: ContentHost): Running {
  const worker = new Worker(new URL('./content.worker.ts', import.meta.url), { type: 'module', name: 'content' })
  const { promise: broken, reject } = Promise.withResolvers<never>()
  // Without anything under way nobody waits for it.
  broken.catch(() => undefined)
  worker.addEventListener('error', () =>
    reject(new AppError('internal', 'The worker that reads measure content stopped. Try again.', { retryable: true }))
  )
  serve(worker, host)
  return {
    api: callable<ContentApi>(worker),
    broken,
    end(error) {
      reject(error)
      worker.terminate()
    }
  }
}

function overTime(): AppError {
  return new AppError(
    'invalid-input',
    `The translation was stopped after ${translationSeconds} seconds. The text is unchanged. Give parts of long expressions names of their own, and try again.`,
    { reason: 'limit' }
  )
}
