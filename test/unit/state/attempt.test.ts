import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { Attempt } from '../../../src-renderer/state/feedback/attempt.svelte.ts'

describe('an attempt', () => {
  it('gives what came of it, or the reason why nothing did', async () => {
    const attempt = new Attempt()
    expect(await attempt.run(() => Promise.resolve(3))).toBe(3)
    expect(await attempt.run(() => Promise.reject<number>(new AppError('network', 'No answer.')))).toBeUndefined()
    expect([attempt.error?.message, attempt.busy]).toEqual(['No answer.', false])
    attempt.clear()
    expect(attempt.error).toBeUndefined()
  })

  it('does one thing at a time', async () => {
    const attempt = new Attempt()
    let finish: (value: string) => void = () => undefined
    const wait = new Promise<string>((resolve) => {
      finish = resolve
    })
    const first = attempt.run(() => wait)
    expect(attempt.busy).toBe(true)
    expect(await attempt.run(() => Promise.resolve('second'))).toBeUndefined()
    finish('first')
    expect(await first).toBe('first')
  })
})
