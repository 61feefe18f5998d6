import { expect, it } from 'vitest'
import { add, multiply, subtract } from '#engine/cql/elm/operators/arithmetic.ts'
import { compare } from '#engine/cql/elm/operators/compare.ts'
import { Decimal } from '#engine/cql/elm/values/decimal.ts'
import { addDuration } from '#engine/cql/elm/operators/temporal-arithmetic.ts'
import { durationBetween } from '#engine/cql/elm/operators/duration.ts'
import { Quantity } from '#engine/cql/elm/values/quantity.ts'
import { dateOf, formatTemporal, parseCqlDate } from '#engine/cql/elm/values/temporal-text.ts'
import { fc } from '../../support/property.ts'

const units = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })
const decimal = units.map((value) => new Decimal(value, 8))
const date = fc
  .record({
    year: fc.integer({ min: 1900, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 })
  })
  .map(({ year, month, day }) => dateOf(year, month, day)!)

it('decimals add and subtract exactly, and are written so that they read the same', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect((subtract(add(a, b), b) as Decimal).units).toBe(a.units)
      expect(Decimal.parse(a.toString())?.units).toBe(a.units)
    })
  )
})

it('integers overflow to null and never to a wrong number', () => {
  const integer = fc.integer({ min: -2_147_483_648, max: 2_147_483_647 })
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      for (const [result, truth] of [
        [add(a, b), BigInt(a) + BigInt(b)],
        [multiply(a, b), BigInt(a) * BigInt(b)]
      ] as const) {
        const fits = truth >= -2_147_483_648n && truth <= 2_147_483_647n
        expect(result).toBe(fits ? Number(truth) : null)
      }
    })
  )
})

it('dates moved by days lie that many days away, and are read as they are written', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
      const to = addDuration(from, new Quantity(Decimal.fromInteger(days), 'days'), 1)
      expect(durationBetween(from, to, 'day')).toBe(days)
      expect(Math.sign(compare(to, from)!)).toBe(Math.sign(days))
      expect(compare(parseCqlDate(formatTemporal(to))!, to)).toBe(0)
    })
  )
})
