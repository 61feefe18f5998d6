import { describe, expect, it } from 'vitest'
import { readTime } from '../../../src-renderer/ui/form/time-of-day.ts'

describe('a time of day', () => {
  it.each([
    ['2:05', '02:05'],
    ['02:05', '02:05'],
    [' 23.59 ', '23:59'],
    ['0205', '02:05'],
    ['205', '02:05'],
    ['0:00', '00:00']
  ])('is read from %o', (text, time) => {
    expect(readTime(text)).toBe(time)
  })

  it.each(['', '24:00', '12:60', '2 AM', '12', '1:5', '12:345'])('is not read from %o', (text) => {
    expect(readTime(text)).toBeUndefined()
  })
})
