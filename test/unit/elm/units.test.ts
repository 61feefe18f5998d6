import { describe, expect, it } from 'vitest'
import { convertQuantity, valueIn } from '#engine/cql/elm/operators/quantities.ts'
import { equal } from '#engine/cql/elm/operators/equal.ts'
import { equivalent } from '#engine/cql/elm/operators/equivalent.ts'
import { unitProduct } from '#engine/cql/elm/units/unit-product.ts'
import { Decimal } from '#engine/cql/elm/values/decimal.ts'
import { Quantity } from '#engine/cql/elm/values/quantity.ts'

const quantity = (value: string, unit: string) => new Quantity(Decimal.parse(value)!, unit)

describe('quantities', () => {
  it('are equal across units of one dimension', () => {
    expect(equal(quantity('1', 'g'), quantity('1000', 'mg'))).toBe(true)
    expect(equal(quantity('7.2', 'mg/dL'), quantity('0.072', 'g/L'))).toBe(true)
    expect(equal(quantity('1', 'g'), quantity('1', 'cm'))).toBeNull()
  })

  it('keep calendar years apart from the mean years of UCUM', () => {
    expect(equal(quantity('1', 'year'), quantity('1', 'a'))).toBeNull()
    expect(equivalent(quantity('1', 'year'), quantity('1', 'a'))).toBe(true)
    expect(equal(quantity('2', 'years'), quantity('24', 'months'))).toBe(true)
    expect(equal(quantity('1', 'week'), quantity('7', 'd'))).toBe(true)
    expect(valueIn(quantity('1', 'month'), 'day')).toBeUndefined()
  })

  it('convert where UCUM does, temperatures included', () => {
    expect(convertQuantity(quantity('37', 'Cel'), '[degF]')?.value.round(6).toString()).toBe('98.600000')
    expect(convertQuantity(quantity('1', 'mg'), 'm')).toBeUndefined()
  })
})

describe('unitProduct', () => {
  it('joins equal symbols and leaves others next to each other', () => {
    expect(unitProduct('cm', 'cm', 1)).toBe('cm2')
    expect(unitProduct('g/cm3', 'cm3', 1)).toBe('g')
    expect(unitProduct('g', 'g', -1)).toBe('1')
    expect(unitProduct('mg', 'dL', -1)).toBe('mg/dL')
    expect(unitProduct('1', 's', -1)).toBe('1/s')
  })
})
