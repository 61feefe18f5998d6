import { AppError } from '#shared/app-error.ts'
import type { ContentApi, ContentHost } from './content-protocol.ts'
import { callable, serve } from './rpc.ts'

/** The page's handle on a content worker. */
export interface ContentClient {
  readonly api: ContentApi
  /** Ends the worker; what is under way rejects with `cancelled`. */
  stop(): void
}

/** Starts a content worker. */
export function startContentClient(host: ContentHost): ContentClient {
  const worker = new Worker(new URL('./content.worker.ts', import.meta.url), { type: 'module', name: 'content' })
  const { promise: broken, reject } = Promise.withResolvers<never>()
  // Without anything under way nobody waits for it.
  broken.catch(() => undefined)
  worker.addEventListener('error', () =>
    reject(new AppError('internal', 'The worker that reads measure content stopped. Try again.', { retryable: true }))
  )
  serve(worker, host)
  const api = callable<ContentApi>(worker) as ContentApi
  return {
    api: {
      assemble: (title, sources) => Promise.race([api.assemble(title, sources), broken]),
      hold: (document, source) => Promise.race([api.hold(document, source), broken]),
      send: (url) => Promise.race([api.send(url), broken]),
      translate: (text, libraries) => Promise.race([api.translate(text, libraries), broken])
    },
    stop() {
      reject(new AppError('cancelled', 'Reading the measure content was cancelled.'))
      worker.terminate()
    }
  }
}
