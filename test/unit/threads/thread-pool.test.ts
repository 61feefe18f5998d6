import { describe, expect, it } from 'vitest'
import { serve } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import { AppError } from '#shared/app-error.ts'
import { fakeThread, type FakeThread } from '../../support/fake-thread.ts'

interface Worker {
  /** Ends when it is let to, see {@link Workers.finish}. */
  work(name: string): Promise<string>
}

interface Workers {
  readonly pool: ThreadPool<Worker>
  readonly threads: readonly FakeThread[]
  /** Work that is under way, in the order in which it began. */
  readonly begun: readonly string[]
  readonly finish: (name: string) => Promise<void>
}

const cancelled = new AppError('cancelled', 'It was cancelled.')

/** Lets messages that were sent arrive, and what follows from them happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function start(count: number): Workers {
  const begun: string[] = []
  const running = new Map<string, (answer: string) => void>()
  const threads = Array.from({ length: count }, () => {
    const fake = fakeThread()
    serve(fake.port, {
      work(name) {
        begun.push(name)
        return new Promise((resolve) => running.set(name, resolve))
      }
    } satisfies Worker)
    return fake
  })
  const failure = (cause: unknown): AppError => new AppError('internal', 'A worker stopped.', { cause })
  return {
    pool: new ThreadPool(threads.map(({ thread }) => connectThread<Worker>(thread, { failure }))),
    threads,
    begun,
    async finish(name) {
      running.get(name)!(`${name} done`)
      await settled()
    }
  }
}

describe('work for the next free thread', () => {
  it('begins in order, as many at once as there are threads', async () => {
    const { pool, begun, finish } = start(2)
    const all = Promise.all(['a', 'b', 'c'].map((name) => pool.run((worker) => worker.work(name))))
    await settled()
    expect(begun).toEqual(['a', 'b'])
    await finish('b')
    expect(begun).toEqual(['a', 'b', 'c'])
    await finish('c')
    await finish('a')
    expect(await all).toEqual(['a done', 'b done', 'c done'])
    await pool.end()
  })

  it('goes on after work that failed', async () => {
    const { pool, finish } = start(1)
    await expect(pool.run(() => Promise.reject(cancelled))).rejects.toBe(cancelled)
    const next = pool.run((worker) => worker.work('a'))
    await settled()
    await finish('a')
    expect(await next).toBe('a done')
    await pool.end()
  })

  it('leaves the queue when it is cancelled before it begins', async () => {
    const { pool, begun, finish } = start(1)
    const controller = new AbortController()
    const first = pool.run((worker) => worker.work('first'))
    const second = pool.run((worker) => worker.work('second'), { signal: controller.signal })
    controller.abort(cancelled)
    await expect(second).rejects.toBe(cancelled)
    await expect(pool.run((worker) => worker.work('third'), { signal: controller.signal })).rejects.toBe(cancelled)
    await settled()
    await finish('first')
    expect(await first).toBe('first done')
    expect(begun).toEqual(['first'])
    await pool.end()
  })
})

describe('work in the background', () => {
  it('waits for all work in the foreground, also what comes later, and is done one at a time', async () => {
    const { pool, begun, finish } = start(2)
    const first = pool.run((worker) => worker.work('first'))
    const quiet = ['quiet 1', 'quiet 2'].map((name) =>
      pool.run((worker) => worker.work(name), { priority: 'background' })
    )
    const later = pool.run((worker) => worker.work('later'))
    const together = pool.each((worker, index) => worker.work(`each ${index}`))
    await settled()
    expect(begun).toEqual(['first', 'later', 'each 0', 'each 1'])
    for (const name of ['first', 'later', 'each 0']) await finish(name)
    expect(begun).toHaveLength(4)
    await finish('each 1')
    expect(begun.slice(4)).toEqual(['quiet 1'])
    await finish('quiet 1')
    expect(begun.slice(4)).toEqual(['quiet 1', 'quiet 2'])
    await finish('quiet 2')
    expect(await Promise.all([first, later, together, ...quiet])).toHaveLength(5)
    await pool.end()
  })

  it('of every thread goes from one to the next', async () => {
    const { pool, begun, finish } = start(2)
    const all = pool.each((worker, index) => worker.work(`quiet ${index}`), { priority: 'background' })
    await settled()
    expect(begun).toEqual(['quiet 0'])
    await finish('quiet 0')
    expect(begun).toEqual(['quiet 0', 'quiet 1'])
    await finish('quiet 1')
    expect(await all).toEqual(['quiet 0 done', 'quiet 1 done'])
    await pool.end()
  })
})

describe('a pool that ends', () => {
  it('rejects what is under way and what waits, and takes no more', async () => {
    const { pool, threads, begun } = start(1)
    const work = ['under way', 'waits'].map((name) => pool.run((worker) => worker.work(name)))
    const quiet = pool.run((worker) => worker.work('quiet'), { priority: 'background' })
    const rejected = Promise.all([...work, quiet].map((promise) => expect(promise).rejects.toBe(cancelled)))
    await settled()
    await pool.end(cancelled)
    await rejected
    await expect(pool.run((worker) => worker.work('late'))).rejects.toBe(cancelled)
    expect(begun).toEqual(['under way'])
    expect(threads.map(({ isTerminated }) => isTerminated)).toEqual([true])
  })

  it('does so when one of its threads dies, with all the others', async () => {
    const { pool, threads } = start(2)
    const each = expect(pool.each((worker) => worker.work('a'))).rejects.toMatchObject({ code: 'internal' })
    const waiting = [1, 2, 3].map((name) => pool.run((worker) => worker.work(`${name}`)))
    const rejected = Promise.all(
      waiting.map((promise) => expect(promise).rejects.toMatchObject({ message: 'A worker stopped.' }))
    )
    await settled()
    threads[1]!.die(new Error('out of memory'))
    await each
    await rejected
    expect(await pool.ended).toMatchObject({ message: 'A worker stopped.' })
    expect(pool.isEnded).toBe(true)
    expect(threads.map(({ isTerminated }) => isTerminated)).toEqual([true, true])
  })
})
