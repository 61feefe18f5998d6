import { describe, expect, it } from 'vitest'
import { startOf } from '../../../src-renderer/ui/figure-parts/start-of.ts'

describe('the rule of a figure', () => {
  it('is shown as it is when it is short', () => {
    expect(startOf('People with a code of the list.')).toEqual({ start: 'People with a code of the list.', rest: '' })
  })

  it('begins with whole sentences when it is long, and loses nothing', () => {
    const sentences = Array.from(
      { length: 8 },
      (_, n) => `Sentence ${n} tells, e.g. by a code, what counts and what does not.`
    )
    const { start, rest } = startOf(sentences.join(' '))
    expect(start.endsWith('does not.')).toBe(true)
    expect(start.length).toBeLessThanOrEqual(240)
    expect(`${start} ${rest}`).toBe(sentences.join(' '))
  })

  it('is one sentence at least, however long', () => {
    const long = `${'word '.repeat(80)}end. Second.`
    expect(startOf(long)).toEqual({ start: `${'word '.repeat(80)}end.`, rest: 'Second.' })
    expect(startOf('word '.repeat(90)).rest).toBe('')
  })
})
