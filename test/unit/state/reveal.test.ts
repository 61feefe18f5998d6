import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { Reveal } from '../../../src-renderer/state/session/reveal.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const forMs = 600_000

/** A page whose services answer a reason when the test does. */
function page() {
  const recorded: PromiseWithResolvers<{ forMs: number }>[] = []
  const transport = fakeTransport({
    'identity.reveal': () => {
      const record = Promise.withResolvers<{ forMs: number }>()
      recorded.push(record)
      return record.promise
    }
  })
  const session = { replaced: 1 }
  let reset: () => void = () => undefined
  const reveal = new Reveal({ transport, session, panels: { onReset: (listener) => void (reset = listener) } })
  return { reveal, recorded, session, reset: () => reset() }
}

describe('names that are shown', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are shown when the reason is recorded, once, and masked when the time is over', async () => {
    const { reveal, recorded } = page()
    const asked = reveal.ask('patient:12', 1)
    const granting = [reveal.grant('care'), reveal.grant('care')]
    expect(reveal.isRevealed('patient:12')).toBe(false)
    expect(recorded).toHaveLength(1)
    recorded[0]!.resolve({ forMs })
    await Promise.all(granting)
    expect([await asked, reveal.isRevealed('patient:12'), reveal.request]).toEqual([true, true, undefined])
    vi.advanceTimersByTime(forMs + 100)
    expect(reveal.isRevealed('patient:12')).toBe(false)
  })

  it('stay masked for whoever closes the dialog while the reason is being recorded', async () => {
    const { reveal, recorded } = page()
    const first = reveal.ask('patient:12', 1)
    const granting = reveal.grant('care')
    reveal.decline()
    const second = reveal.ask('patients', 300)
    recorded[0]!.resolve({ forMs })
    await granting
    expect([await first, reveal.isRevealed('patient:12')]).toEqual([false, false])
    expect(reveal.request).toMatchObject({ scope: 'patients' })
    // Nor is a refusal of the first said to be of the second.
    const again = reveal.grant('audit')
    reveal.decline()
    expect(await second).toBe(false)
    void reveal.ask('sql', 300)
    recorded[1]!.reject(new AppError('not-allowed', 'Names are not shown here.'))
    await again
    expect(reveal.error).toBeUndefined()
  })

  it('are those of the data on the screens: the same number is somebody else in others', async () => {
    const { reveal, recorded, session, reset } = page()
    void reveal.ask('patient:12', 1)
    const granting = reveal.grant('care')
    recorded[0]!.resolve({ forMs })
    await granting
    // Another cohort, or what measures found: the people are the same.
    reset()
    expect(reveal.isRevealed('patient:12')).toBe(true)
    const asked = reveal.ask('patient:13', 1)
    const late = reveal.grant('care')
    session.replaced = 2
    reset()
    expect([reveal.isRevealed('patient:12'), reveal.request, await asked]).toEqual([false, undefined, false])
    recorded[1]!.resolve({ forMs })
    await late
    expect(reveal.isRevealed('patient:13')).toBe(false)
  })
})
