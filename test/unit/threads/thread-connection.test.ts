import { describe, expect, it, vi } from 'vitest'
import { callable, notifier, serve, transfer } from '#engine/base/threads/rpc.ts'
import { connectThread, localConnection, type ThreadConnection } from '#engine/base/threads/thread-connection.ts'
import { AppError } from '#shared/app-error.ts'
import { fakeThread, type FakeThread } from '../../support/fake-thread.ts'

interface Worker {
  add(a: number, b: number): Promise<number>
  /** Ends when the signal is aborted, with its reason. */
  wait(signal: AbortSignal): Promise<string>
  /** Never ends. */
  hang(signal: AbortSignal): Promise<void>
  fail(message: string): Promise<void>
  size(bytes: Uint8Array): Promise<number>
  uncloneable(): Promise<unknown>
  countDown(from: number): Promise<void>
}

interface Host {
  told(count: number): void
}

const lost = (cause: unknown): AppError => new AppError('internal', 'The worker stopped.', { retryable: true, cause })
const cancelled = new AppError('cancelled', 'It was cancelled.')

/** A thread that serves {@link Worker}, and the connection to it. */
function start(options: { readonly graceMs?: number } = {}): FakeThread & {
  readonly connection: ThreadConnection<Worker>
  readonly told: number[]
} {
  const fake = fakeThread()
  const told: number[] = []
  const host = callable<Host>(fake.port)
  const tell = notifier<Host>(fake.port)
  serve(fake.port, {
    add: async (a, b) => a + b,
    wait: (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      ),
    hang: () => new Promise(() => undefined),
    fail: (message) => Promise.reject(new AppError('invalid-input', message)),
    size: async (bytes) => bytes.length,
    uncloneable: async () => () => undefined,
    async countDown(from) {
      tell.told(from)
      for (let count = from - 1; count >= 0; count--) await host.told(count)
    }
  } satisfies Worker)
  const connection = connectThread<Worker>(fake.thread, {
    host: { told: (count) => void told.push(count) } satisfies Host,
    failure: lost,
    ...options
  })
  return Object.assign(fake, { connection, told })
}

describe('calls of a thread', () => {
  it('are answered, also many at once, and errors come with their sentence', async () => {
    const { api } = start().connection
    expect(await Promise.all([api.add(1, 2), api.add(3, 4)])).toEqual([3, 7])
    await expect(api.fail('Not like this.')).rejects.toMatchObject({ code: 'invalid-input', message: 'Not like this.' })
  })

  it('reach the one that started it, in order', async () => {
    const { connection, told } = start()
    await connection.api.countDown(3)
    expect(told).toEqual([3, 2, 1, 0])
  })

  it('move the buffers that are marked', async () => {
    const bytes = new Uint8Array(8)
    expect(await start().connection.api.size(transfer(bytes, [bytes.buffer]))).toBe(8)
    expect(bytes.length).toBe(0)
  })

  it('reject where an argument or an answer cannot cross, and others go on', async () => {
    const { api } = start().connection
    await expect(api.add(1, (() => 2) as never)).rejects.toThrow()
    await expect(api.uncloneable()).rejects.toMatchObject({ code: 'internal' })
    expect(await api.add(1, 2)).toBe(3)
  })
})

describe('a call that is cancelled', () => {
  it('ends as the thread ends it; the thread and other calls go on', async () => {
    const { connection, isTerminated } = start()
    const controller = new AbortController()
    const waiting = connection.api.wait(controller.signal)
    const other = connection.api.wait(new AbortController().signal)
    controller.abort(cancelled)
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled', message: 'It was cancelled.' })
    expect(await connection.api.add(1, 2)).toBe(3)
    expect(isTerminated).toBe(false)
    await connection.end(cancelled)
    await expect(other).rejects.toBe(cancelled)
  })

  it('is not sent when it was cancelled before', async () => {
    const { api } = start().connection
    await expect(api.wait(AbortSignal.abort(cancelled))).rejects.toBe(cancelled)
  })

  it('ends the thread when that does not answer in time', async () => {
    vi.useFakeTimers()
    try {
      const thread = start({ graceMs: 2000 })
      const controller = new AbortController()
      const hanging = thread.connection.api.hang(controller.signal)
      const ended = expect(hanging).rejects.toBe(cancelled)
      controller.abort(cancelled)
      await vi.advanceTimersByTimeAsync(1999)
      expect(thread.isTerminated).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      await ended
      expect(thread.isTerminated).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('leaves no timer and no listener behind when it ended in time', async () => {
    vi.useFakeTimers()
    try {
      const thread = start({ graceMs: 2000 })
      const controller = new AbortController()
      const removed = vi.spyOn(controller.signal, 'removeEventListener')
      const waiting = thread.connection.api.wait(controller.signal)
      const ended = expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
      controller.abort(cancelled)
      await ended
      expect(removed).toHaveBeenCalledOnce()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a thread that dies', () => {
  it('rejects what is under way and what comes after with one error, and is terminated', async () => {
    const thread = start()
    const { api, ended } = thread.connection
    const waiting = api.wait(new AbortController().signal)
    const cause = new Error('out of memory')
    thread.die(cause)
    await expect(waiting).rejects.toMatchObject({ code: 'internal', message: 'The worker stopped.', cause })
    await expect(api.add(1, 2)).rejects.toMatchObject({ message: 'The worker stopped.' })
    expect(await ended).toMatchObject({ cause })
    expect(thread.isTerminated).toBe(true)
    expect(thread.connection.isEnded).toBe(true)
  })
})

describe('a connection that is ended', () => {
  it('rejects what is under way with the reason, once', async () => {
    const thread = start()
    const waiting = thread.connection.api.hang(new AbortController().signal)
    const rejected = expect(waiting).rejects.toBe(cancelled)
    await Promise.all([thread.connection.end(cancelled), thread.connection.end()])
    await rejected
    thread.die(new Error('too late'))
    await expect(thread.connection.api.add(1, 2)).rejects.toBe(cancelled)
    expect(await thread.connection.ended).toBe(cancelled)
  })

  it('needs no reason where nothing is under way', async () => {
    const local = localConnection({ one: async () => 1 })
    expect(await local.api.one()).toBe(1)
    expect(local.isEnded).toBe(false)
    await local.end()
    expect(local.isEnded).toBe(true)
    expect(await local.ended).toMatchObject({ code: 'cancelled' })
  })
})
