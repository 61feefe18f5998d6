import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { electronModule, fake } from './fake-electron.ts'
import { closeBeforeQuit } from '../../../src-main/host/electron/close-before-quit.electron.ts'

vi.mock('electron', () => electronModule)

beforeEach(() => {
  fake.reset()
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

/** A program that quits as Electron does: unless somebody prevents it. */
function program(close: () => Promise<void>) {
  const events = new EventEmitter()
  const written: string[] = []
  const relaunched: (readonly string[])[] = []
  let [ended, closings] = [0, 0]
  const app = {
    on: events.on.bind(events) as never,
    quit(): void {
      let isPrevented = false
      events.emit('will-quit', { preventDefault: () => (isPrevented = true) })
      if (!isPrevented) ended++
    }
  }
  const counted = (): Promise<void> => {
    closings++
    return close()
  }
  const ending = closeBeforeQuit(
    app,
    counted,
    { write: (_level, event) => void written.push(event) },
    (words) => void relaunched.push(words)
  )
  return { app, ending, written, relaunched, ended: () => ended, closings: () => closings }
}

describe('a program that is asked to quit', () => {
  it('ends once when its services have ended, however often it is asked', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { app, ended, closings, written } = program(() => promise)
    app.quit()
    app.quit()
    await vi.advanceTimersByTimeAsync(5_000)
    expect([ended(), closings()]).toEqual([0, 1])
    resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect([ended(), closings(), written]).toEqual([1, 1, []])
  })

  it('ends also where the services fail to', async () => {
    const { app, ended, written } = program(() => Promise.reject(new Error('no')))
    app.quit()
    await vi.advanceTimersByTimeAsync(0)
    expect([ended(), written]).toEqual([1, []])
  })

  it('does not wait for ever, and ends once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { app, ended, written } = program(() => promise)
    app.quit()
    await vi.advanceTimersByTimeAsync(20_000)
    expect([ended(), written]).toEqual([1, ['host.close-late']])
    resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(ended()).toBe(1)
  })

  it('starts again when it has ended, once, where it is started meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { app, ending, ended, relaunched } = program(() => promise)
    expect(ending.hasBegun()).toBe(false)
    app.quit()
    expect(ending.hasBegun()).toBe(true)
    ending.startAgain(['/a'])
    ending.startAgain(['/b'])
    expect(relaunched).toEqual([])
    resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect([relaunched, ended()]).toEqual([[['/a', '/b']], 1])
  })

  it('asks the system to wait where the computer is shut down', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { ended } = program(() => promise)
    const preventDefault = vi.fn()
    electronModule.powerMonitor.emit('shutdown', { preventDefault })
    await vi.advanceTimersByTimeAsync(100)
    expect([preventDefault.mock.calls.length, ended()]).toEqual([1, 0])
    resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(ended()).toBe(1)
  })
})
