import { expect, it, vi } from 'vitest'
import { serve } from '#engine/base/threads/rpc.ts'
import {
  ExchangeBroken,
  exchangeMemory,
  noteEnd,
  resetExchange,
  sharedExchange
} from '#engine/shards/shared-exchange.ts'
import { ownPort, webThread } from '../../../src-renderer/workers/base/web-thread.ts'
import { noteEndOfWorker } from '../../../src-renderer/workers/base/worker-life.ts'
import { fakeLocks } from '../../support/fake-locks.ts'
import { workerChannel } from '../../support/worker-channel.ts'

it('who waits for a thread that has ended waits no longer, also in a later question', () => {
  const memory = exchangeMemory(3)
  noteEnd(memory)
  for (const thread of [0, 1]) {
    expect(() => sharedExchange(memory, thread).gather([thread], 'people')).toThrow(ExchangeBroken)
    resetExchange(memory)
  }
})

it('a thread whose end can be told without an event is asked when it gives nothing for a while', () => {
  const hasEnded = vi.fn(() => true)
  expect(() => sharedExchange(exchangeMemory(2), 0, hasEnded).gather([1], 'people')).toThrow(ExchangeBroken)
  expect(hasEnded).toHaveBeenCalledOnce()
})

it('what a thread gave before it ended is taken', () => {
  const memory = exchangeMemory(2)
  expect(() => sharedExchange(memory, 1, () => true).gather(['b'], 'people')).toThrow(ExchangeBroken)
  expect(sharedExchange(memory, 0).gather(['a'], 'people')).toEqual(['a', 'b'])
})

it('the page notes the end of a worker while the one that started it is at work and hears of nothing', async () => {
  const locks = fakeLocks()
  const { worker, scope } = workerChannel()
  serve(ownPort(scope, locks), {})
  // The turn of the worker that started this one comes, and it is in the middle of a question.
  const busy: typeof locks.request = (name: string, ...rest: unknown[]) =>
    locks.request(name, rest.length === 1 ? {} : (rest[0] as LockOptions), () => new Promise<never>(() => undefined))
  const { lock } = webThread(worker, { request: busy })
  const memory = exchangeMemory(2)
  const noted = noteEndOfWorker(await lock, memory, locks)
  locks.release()
  await noted
  expect(() => sharedExchange(memory, 0).gather([1], 'people')).toThrow(ExchangeBroken)
})
