import { engineBaseMessages as m } from '#messages/engine/base.ts'
import { AppError } from '#shared/app-error.ts'
import { createCalls, serve } from './rpc.ts'
import type { StartedThread } from './thread-port.ts'

/** What can be asked of another thread: every method answers with a promise. */
export type ThreadApi<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> }

/** How a thread is connected. */
export interface ThreadOptions {
  /** Answers what the thread asks. */
  readonly host?: object
  /** The error of the calls that are under way when the thread fails by itself. */
  readonly failure: (cause: unknown) => AppError
  /**
   * Milliseconds in which a call whose signal is aborted has to end, or else the thread is ended with the signal's reason;
   * without it the thread is waited for.
   */
  readonly graceMs?: number
}

/** A thread that answers calls until it ends. */
export interface ThreadConnection<Api> {
  /** Its calls reject with the reason when the thread ends or has ended. */
  readonly api: Api
  readonly isEnded: boolean
  /** Resolves with the reason when the thread ends. */
  readonly ended: Promise<AppError>
  /** Ends the thread; nothing happens when it has ended. @param reason of the calls that are under way */
  readonly end: (reason?: AppError) => Promise<void>
}

/** Connects with a thread that serves `Api`. */
export function connectThread<Api extends ThreadApi<Api>>(
  thread: StartedThread,
  { host, failure, graceMs }: ThreadOptions
): ThreadConnection<Api> {
  const lifetime = createLifetime(async (reason) => {
    calls.fail(reason)
    await thread.terminate()
  })
  const over = (reason: unknown): void => void lifetime.end(reason instanceof AppError ? reason : undefined)
  const calls = createCalls<Api>(thread, graceMs === undefined ? undefined : { ms: graceMs, over })
  if (host !== undefined) serve(thread, host)
  thread.onFailure((cause) => void lifetime.end(failure(cause)))
  // Every call of an API of threads is asynchronous already, which ThreadApi demands and the compiler cannot conclude.
  return connection(calls.api as unknown as Api, lifetime)
}

/** An `api` of this very thread, where starting another one does not pay. It ends as a thread does, but nothing interrupts it. */
export function localConnection<Api extends ThreadApi<Api>>(api: Api): ThreadConnection<Api> {
  return connection(
    api,
    createLifetime(() => Promise.resolve())
  )
}

interface Lifetime {
  readonly isEnded: () => boolean
  readonly ended: Promise<AppError>
  readonly end: (reason?: AppError) => Promise<void>
}

function createLifetime(close: (reason: AppError) => Promise<void>): Lifetime {
  const { promise: ended, resolve } = Promise.withResolvers<AppError>()
  let closing: Promise<void> | undefined
  return {
    isEnded: () => closing !== undefined,
    ended,
    end(reason = new AppError('cancelled', m.cancelled)) {
      if (closing === undefined) {
        closing = close(reason)
        resolve(reason)
      }
      return closing
    }
  }
}

function connection<Api>(api: Api, { isEnded, ended, end }: Lifetime): ThreadConnection<Api> {
  return {
    api,
    get isEnded() {
      return isEnded()
    },
    ended,
    end
  }
}
