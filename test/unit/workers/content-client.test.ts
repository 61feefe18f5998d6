import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startContentClient } from '../../../src-renderer/workers/content/content-client.ts'

/** A worker that answers only the calls that a test lets it answer. */
class SilentWorker extends EventTarget {
  static all: SilentWorker[] = []
  ended = false
  readonly calls: { readonly id: number; readonly name: string }[] = []
  constructor() {
    super()
    SilentWorker.all.push(this)
  }
  postMessage(call: { readonly id: number; readonly name: string }): void {
    this.calls.push(call)
  }
  answer(value: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: { id: this.calls.at(-1)!.id, value } }))
  }
  terminate(): void {
    this.ended = true
  }
}

const host = { open: () => Promise.reject(new Error('Nothing is imported.')), reading: () => undefined }

beforeEach(() => {
  SilentWorker.all = []
  vi.stubGlobal('Worker', SilentWorker)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a translation without an end is stopped with a sentence, and the next one has a new worker', async () => {
  const { api } = startContentClient(host)
  const endless = expect(api.translate('library A', {})).rejects.toMatchObject({
    reason: 'limit',
    message: expect.stringMatching(/^The translation was stopped after 120 seconds\. .*try again\.$/) as unknown
  })
  await vi.advanceTimersByTimeAsync(120_000)
  await endless
  expect(SilentWorker.all.map(({ ended }) => ended)).toEqual([true, false])
  const next = api.translate('library B', {})
  SilentWorker.all[1]!.answer({ name: 'B' })
  expect(await next).toEqual({ name: 'B' })
  await vi.advanceTimersByTimeAsync(120_000)
  expect(SilentWorker.all.map(({ ended }) => ended)).toEqual([true, false])
})

it('stopping rejects what is under way', async () => {
  const client = startContentClient(host)
  const running = expect(client.api.translate('library A', {})).rejects.toMatchObject({ code: 'cancelled' })
  client.stop()
  await running
  expect(SilentWorker.all.map(({ ended }) => ended)).toEqual([true])
})
