import { describe, expect, it } from 'vitest'
import { FhirValues } from '#engine/cql/elm/fhir/fhir-values.ts'
import { compare } from '#engine/cql/elm/operators/compare.ts'
import { inInterval } from '#engine/cql/elm/operators/interval-relations.ts'
import { Interval } from '#engine/cql/elm/values/value.ts'
import { fixedOffset, parseCqlDateTime } from '#engine/cql/elm/values/temporal-text.ts'

const zone = fixedOffset(0)
const day = 3
const dateTime = (text: string) => parseCqlDateTime(text, zone)!

describe('a point in an interval at a precision', () => {
  const interval = new Interval(
    dateTime('2026-03-01T08:00:00.000Z'),
    dateTime('2026-04-06T08:00:00.000Z'),
    false,
    false
  )

  it.each([
    ['the day of an open low bound', '2026-03-01T23:00:00.000Z', false],
    ['the day after it', '2026-03-02T00:00:00.000Z', true],
    ['the day before an open high bound', '2026-04-05T23:59:00.000Z', true],
    ['the day of it, though earlier', '2026-04-06T07:00:00.000Z', false]
  ])('%s', (_, point, expected) => {
    expect(inInterval(dateTime(point), interval, day)).toBe(expected)
  })

  it('reaches closed bounds, and none at all that is closed and null', () => {
    const closed = new Interval(interval.low, null, true, true)
    expect(inInterval(dateTime('2026-03-01T07:00:00.000Z'), closed, day)).toBe(true)
    expect(inInterval(dateTime('2026-02-28T07:00:00.000Z'), closed, day)).toBe(false)
  })
})

describe('a FHIR time without fraction', () => {
  it('is the whole second, where the literal of CQL leaves it open', () => {
    const values = new FhirValues(zone)
    const whole = values.dateTime('2026-01-15T08:00:00+00:00')
    expect(compare(whole, values.dateTime('2026-01-15T08:00:00.000Z'))).toBe(0)
    expect(compare(dateTime('2026-01-15T08:00:00Z'), dateTime('2026-01-15T08:00:00.000Z'))).toBeNull()
    expect(compare(values.dateTime('2026-01-15'), whole)).toBeNull()
  })
})
