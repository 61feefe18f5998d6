import { describe, expect, it } from 'vitest'
import { ianaZone } from '#engine/cql/elm/values/iana-zone.ts'
import { parseCqlDateTime } from '#engine/cql/elm/values/temporal-text.ts'
import { civilMillis } from '#engine/cql/elm/values/temporal.ts'

describe('a time zone by name', () => {
  const newYork = ianaZone('America/New_York')

  it('has the offset of the season', () => {
    expect(newYork(civilMillis(2026, 1, 15, 12))).toBe(-300)
    expect(newYork(civilMillis(2026, 7, 15, 12))).toBe(-240)
    expect(ianaZone('Asia/Kolkata')(civilMillis(2026, 7, 15))).toBe(330)
  })

  it('changes at the moment of the clocks', () => {
    expect(newYork(civilMillis(2026, 3, 8, 6, 59), 'utc')).toBe(-300)
    expect(newYork(civilMillis(2026, 3, 8, 7), 'utc')).toBe(-240)
    expect(newYork(civilMillis(2026, 3, 8, 1, 59))).toBe(-300)
    expect(newYork(civilMillis(2026, 3, 8, 3))).toBe(-240)
    expect(newYork(civilMillis(2026, 11, 1, 0, 30))).toBe(-240)
    expect(newYork(civilMillis(2026, 11, 1, 2, 30))).toBe(-300)
  })

  it('tells on which day a moment lies', () => {
    const moment = parseCqlDateTime('2026-01-01T03:00:00Z', newYork)!
    expect(moment.normal).toBe(civilMillis(2025, 12, 31, 22))
  })

  it('refuses a name that is none', () => {
    expect(() => ianaZone('Mars/Olympus')).toThrow('no time zone')
  })
})
