import { describe, expect, it } from 'vitest'
import { addMonths, ageAt, civilFromDay, dayFromCivil, monthStart } from '#engine/base/fhir/calendar.ts'
import { dateTimeParts, formatDateTime, parseDateTime } from '#engine/base/fhir/dates.ts'
import type { PrecisionCode } from '#engine/base/fhir/missing.ts'
import { fc } from '../../support/property.ts'

const DAY = 86_400_000
/** Days of the years 1 to 9999, which FHIR can write. */
const anyDay = fc.integer({ min: -719_162, max: 2_932_896 })
const parts = dateTimeParts()

/** The same civil date by way of the platform's Date. */
function civil(day: number) {
  const date = new Date(day * DAY)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

describe('the calendar agrees with Date', () => {
  it('both ways', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { year, month, day: date } = civil(day)
        expect(civilFromDay(day)).toEqual({ year, month, day: date })
        expect(dayFromCivil(year, month, date)).toBe(day)
        expect(civil(monthStart(day))).toEqual({ year, month, day: 1 })
      })
    )
  })

  it('about months', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), fc.integer({ min: -2000, max: 2000 }), (day, months) => {
        const from = civil(day)
        const to = civil(addMonths(day, months))
        expect(to.year * 12 + to.month).toBe(from.year * 12 + from.month + months)
        const isMonthEnd = civil(addMonths(day, months) + 1).day === 1
        expect(to.day === from.day || (to.day < from.day && isMonthEnd)).toBe(true)
      })
    )
  })

  it('about age: as many birthdays as have come', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000, max: 20_000 }), fc.integer({ min: 0, max: 45_000 }), (birth, lived) => {
        const { year, month, day } = civil(birth)
        let birthdays = 0
        while (Date.UTC(year + birthdays + 1, month - 1, day) <= (birth + lived) * DAY) birthdays++
        expect(ageAt(birth, birth + lived)).toBe(birthdays)
        // The birthday itself counts, the day before it does not (a birthday of February 29 is on March 1 in other years).
        const birthday = Date.UTC(year + birthdays, month - 1, day) / DAY
        expect(ageAt(birth, birthday)).toBe(birthdays)
        if (birthdays > 0) expect(ageAt(birth, birthday - 1)).toBe(birthdays - 1)
      })
    )
  })
})

describe('dates with time', () => {
  const anyInstant = fc.record({
    instant: fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }),
    offset: fc.integer({ min: -840, max: 840 })
  })

  it('are the instants that Date reads', () => {
    fc.assert(
      fc.property(anyInstant, ({ instant, offset }) => {
        const local = new Date(instant + offset * 60_000).toISOString()
        const size = Math.abs(offset)
        const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':')
        const text = `${local.slice(0, -1)}${offset < 0 ? '-' : '+'}${zone}`
        expect(parseDateTime(text, parts)).toBe(true)
        expect(parts.day * DAY + parts.millis - parts.offset * 60_000).toBe(instant)
        expect(parts.millis >= 0 && parts.millis < DAY).toBe(true)
      })
    )
  })

  it('are written as they were read', () => {
    const anyParts = fc.record({
      day: anyDay,
      millis: fc.integer({ min: 0, max: DAY - 1 }),
      offset: fc.integer({ min: -840, max: 840 }),
      precision: fc.integer({ min: 1, max: 6 })
    })
    fc.assert(
      fc.property(anyParts, ({ day, millis, offset, precision }) => {
        const text = formatDateTime(day, millis, offset, precision as PrecisionCode)
        expect(parseDateTime(text, parts)).toBe(true)
        expect(parts.precision).toBe(precision)
        expect(formatDateTime(parts.day, parts.millis, parts.offset, parts.precision)).toBe(text)
        if (precision >= 3) expect(parts.day).toBe(day)
        if (precision === 6) expect(parts).toEqual({ day, millis, offset, precision })
      })
    )
  })

  it('are refused without a throw when they are anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d:TZ.+-]{0,30}$/)), (text) => {
        const ok = parseDateTime(text, parts)
        expect(ok).toBe(parts.precision > 0)
        if (ok) expect(Number.isNaN(Date.parse(text)) && !text.includes(':60') && !/\.\d{4}/.test(text)).toBe(false)
      })
    )
  })
})
