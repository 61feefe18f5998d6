import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../../src-main/ports/system.ts'

describe('random tokens', () => {
  it('have as many bytes as asked for, differ, and never look like an option', () => {
    const tokens = Array.from({ length: 2000 }, () => systemRandom.token(12))
    expect(new Set(tokens).size).toBe(2000)
    // One in 64 would begin with a dash.
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_][\w-]{15}$/)
  })
})
