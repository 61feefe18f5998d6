import { afterEach, expect, it, vi } from 'vitest'
import { serve } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import { AppError } from '#shared/app-error.ts'
import { ownPort, webThread } from '../../../src-renderer/workers/base/web-thread.ts'
import { createSqlClient } from '../../../src-renderer/workers/sql/sql-client.ts'
import { fakeLocks, type FakeLocks } from '../../support/fake-locks.ts'
import { workerChannel } from '../../support/worker-channel.ts'

// A worker that ends by itself, or that the browser ends, sends no event: nothing may wait for it.

interface Echo {
  echo(text: string): Promise<string>
  /** Never answers, as in the middle of long work. */
  work(): Promise<never>
}

const failure = (): AppError => new AppError('internal', 'The worker stopped.', { retryable: true })

function startEcho(locks: FakeLocks) {
  const { worker, scope } = workerChannel()
  const work = vi.fn(() => new Promise<never>(() => undefined))
  serve(ownPort(scope, locks), { echo: async (text: string) => text, work })
  return { thread: connectThread<Echo>(webThread(worker, locks), { failure }), work }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

it('a call in the middle of which its worker ends fails, and so does every later one', async () => {
  const locks = fakeLocks()
  const { thread, work } = startEcho(locks)
  expect(await thread.api.echo('a')).toBe('a')
  const working = thread.api.work()
  await vi.waitFor(() => expect(work).toHaveBeenCalledOnce())
  locks.release()
  await expect(working).rejects.toMatchObject({ code: 'internal', message: 'The worker stopped.' })
  expect(thread.isEnded).toBe(true)
  await expect(thread.api.echo('b')).rejects.toMatchObject({ message: 'The worker stopped.' })
})

it('a pool of which one worker ends, ends with what is under way in the others', async () => {
  const locks = [fakeLocks(), fakeLocks()]
  const started = locks.map(startEcho)
  const pool = new ThreadPool(started.map(({ thread }) => thread))
  expect(await pool.each((api, index) => api.echo(String(index)))).toEqual(['0', '1'])
  const working = pool.each((api) => api.work())
  await vi.waitFor(() => expect(started[1]!.work).toHaveBeenCalledOnce())
  locks[1]!.release()
  await expect(working).rejects.toMatchObject({ message: 'The worker stopped.' })
  expect(pool.isEnded).toBe(true)
  await expect(pool.run((api) => api.echo('c'))).rejects.toMatchObject({ message: 'The worker stopped.' })
})

it('a worker that is ended on purpose is no failure', async () => {
  const locks = fakeLocks()
  const { thread } = startEcho(locks)
  await thread.api.echo('a')
  const working = thread.api.work()
  const ending = thread.end(new AppError('cancelled', 'Canceled.'))
  locks.release()
  await ending
  await expect(working).rejects.toMatchObject({ code: 'cancelled' })
})

/** An SQL client whose engines are workers of this test. */
function sqlClient() {
  const locks = fakeLocks()
  vi.stubGlobal('navigator', { locks })
  const engines: { readonly runs: string[]; answers: boolean }[] = []
  const startEngine = (): Worker => {
    const { worker, scope } = workerChannel()
    const engine = { runs: [] as string[], answers: true }
    engines.push(engine)
    serve(ownPort(scope, locks), {
      open: async () => undefined,
      run: async (_: string, statement: string) => {
        engine.runs.push(statement)
        if (!engine.answers) await new Promise(() => undefined)
        return { kind: 'answer', columns: ['n'], rows: 1 }
      }
    })
    return worker
  }
  vi.stubGlobal(
    'Worker',
    vi.fn(function () {
      return startEngine()
    })
  )
  const client = createSqlClient({ tables: async () => [], tableParts: vi.fn() }, () => undefined)
  const view = { asOf: 1, revealed: false }
  return { locks, engines, run: (statement: string) => client.run('k', statement, {}, view, 'v1') }
}

it('a statement in the middle of which the engine ends says so, and the next one has an engine of its own', async () => {
  const { locks, engines, run } = sqlClient()
  await run('select 1')
  engines[0]!.answers = false
  const running = run('select 2')
  await vi.waitFor(() => expect(engines[0]!.runs).toEqual(['select 1', 'select 2']))
  locks.release()
  await expect(running).rejects.toMatchObject({ code: 'internal', retryable: true })
  expect(await run('select 3')).toMatchObject({ kind: 'answer' })
  expect(engines.map(({ runs }) => runs.at(-1))).toEqual(['select 2', 'select 3'])
})

it('a statement after the engine has ended in between runs in a new one', async () => {
  const { locks, engines, run } = sqlClient()
  await run('select 1')
  locks.release()
  await new Promise((resolve) => setTimeout(resolve))
  expect(await run('select 2')).toMatchObject({ kind: 'answer' })
  expect(engines.map(({ runs }) => runs)).toEqual([['select 1'], ['select 2']])
})
