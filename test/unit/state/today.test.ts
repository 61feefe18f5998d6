import { describe, expect, it } from 'vitest'
import { today } from '../../../src-renderer/state/navigation/today.ts'

/** A moment on a computer whose clock is some minutes behind UTC. */
function moment(utc: string, minutesBehind: number): Date {
  const date = new Date(utc)
  date.getTimezoneOffset = () => minutesBehind
  return date
}

const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000

describe('today', () => {
  it.each([
    ['an evening in New York', '2026-11-29T01:30:00Z', 300, '2026-11-28'],
    ['a morning in New York', '2026-11-28T13:30:00Z', 300, '2026-11-28'],
    ['a morning in Tokyo', '2026-11-28T22:30:00Z', -540, '2026-11-29'],
    ['midnight in London', '2026-11-28T00:00:00Z', 0, '2026-11-28']
  ])('is the day on the calendar of the computer: %s', (_, utc, behind, expected) => {
    expect(today(moment(utc, behind))).toBe(day(expected))
  })
})
