import { describe, expect, it } from 'vitest'
import { sayingsText, weightText } from '../../../src-renderer/screens/sources/match-text.ts'

describe('words about matched records', () => {
  it('give every weight its sign', () => {
    expect([8, -7.34, 0].map((bits) => weightText(bits, 'en-US'))).toEqual(['+8.0', '\u22127.3', '0.0'])
  })

  it('say that masking hides what differs, where sources seem to say the same', () => {
    const sayings = (second: string) => [
      { source: 'clinic', value: '1938' },
      { source: 'hospital', value: second }
    ]
    expect(sayingsText(sayings('1983'))).toBe('clinic: 1938, hospital: 1983')
    expect(sayingsText(sayings('1938'))).toMatch(/^clinic: 1938, hospital: 1938; what differs is masked/)
  })
})
