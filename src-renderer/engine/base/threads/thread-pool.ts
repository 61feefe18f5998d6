import type { AppError } from '#shared/app-error.ts'
import type { ThreadConnection } from './thread-connection.ts'

/** Work in the background begins when none in the foreground is under way or waits, and in one thread at a time. */
export type ThreadPriority = 'foreground' | 'background'

/** How work is done by a pool. */
export interface PoolWork {
  /** `foreground` by default. */
  readonly priority?: ThreadPriority
  /** Takes work that has not begun out of the queue; work that has begun sees to it by itself. */
  readonly signal?: AbortSignal | undefined
}

interface Job<Api> {
  readonly priority: ThreadPriority
  start(api: Api): Promise<unknown>
}

/** Threads that serve the same calls. When one of them ends, all do. */
export class ThreadPool<Api> {
  readonly #threads: readonly ThreadConnection<Api>[]
  readonly #free: ThreadConnection<Api>[]
  #queue: Job<Api>[] = []
  /** Work in the foreground that waits or is under way. */
  #foreground = 0
  #isBackgroundBusy = false
  /** Resolves with the reason when the pool ends. */
  readonly ended: Promise<AppError>

  /** @param threads that belong to the pool from now on */
  constructor(threads: readonly ThreadConnection<Api>[]) {
    this.#threads = threads
    this.#free = [...threads]
    this.ended = Promise.race(
      threads.map((thread) => thread.ended.then((reason) => this.end(reason).then(() => reason)))
    )
  }

  get size(): number {
    return this.#threads.length
  }

  get isEnded(): boolean {
    return this.#threads.some((thread) => thread.isEnded)
  }

  /** The calls of each thread, for what only that thread can answer. */
  get apis(): readonly Api[] {
    return this.#threads.map(({ api }) => api)
  }

  /** Work that every thread does: all together, or in the background one after another. @returns by thread */
  async each<T>(
    work: (api: Api, index: number) => Promise<T>,
    { priority = 'foreground', signal }: PoolWork = {}
  ): Promise<T[]> {
    const { apis } = this
    if (priority === 'foreground') return this.#inForeground(() => Promise.all(apis.map(work)))
    const results: T[] = []
    for (const [index, api] of apis.entries())
      results.push(await this.#enqueue({ priority, signal }, () => work(api, index)))
    return results
  }

  /** Work for one thread: the next that is free. */
  run<T>(work: (api: Api) => Promise<T>, options: PoolWork = {}): Promise<T> {
    if (options.priority === 'background') return this.#enqueue(options, work)
    return this.#inForeground(() => this.#enqueue(options, work))
  }

  /** Ends all threads; work that waits or is under way rejects with the reason. */
  async end(reason?: AppError): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end(reason)))
    this.#next()
  }

  async #inForeground<T>(work: () => Promise<T>): Promise<T> {
    this.#foreground++
    try {
      return await work()
    } finally {
      this.#foreground--
      this.#next()
    }
  }

  #enqueue<T>({ priority = 'foreground', signal }: PoolWork, work: (api: Api) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const leave = (): void => {
      this.#queue = this.#queue.filter((item) => item !== job)
      reject(signal?.reason)
    }
    const job: Job<Api> = {
      priority,
      async start(api) {
        signal?.removeEventListener('abort', leave)
        await work(api).then(resolve, reject)
      }
    }
    if (signal?.aborted === true) reject(signal.reason)
    else {
      signal?.addEventListener('abort', leave, { once: true })
      this.#queue.push(job)
      this.#next()
    }
    return promise
  }

  /** Gives work that may begin to threads that are free; a pool that has ended begins all, which its threads refuse. */
  #next(): void {
    for (let job = this.#startable(); job !== undefined; job = this.#startable()) {
      const thread = this.#free.shift() ?? this.#threads[0]!
      const started = job
      this.#queue = this.#queue.filter((item) => item !== started)
      if (started.priority === 'background') this.#isBackgroundBusy = true
      void started.start(thread.api).then(() => {
        if (started.priority === 'background') this.#isBackgroundBusy = false
        this.#free.push(thread)
        this.#next()
      })
    }
  }

  #startable(): Job<Api> | undefined {
    if (this.isEnded) return this.#queue[0]
    if (this.#free.length === 0) return undefined
    const job = this.#queue.find(({ priority }) => priority === 'foreground') ?? this.#queue[0]
    if (job?.priority !== 'background') return job
    return this.#foreground > 0 || this.#isBackgroundBusy ? undefined : job
  }
}
