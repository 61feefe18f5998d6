import type { Decimal } from './decimal.ts'
import { SystemValue } from './system-value.ts'

/** A decimal with a unit: a UCUM code, a calendar duration such as `years`, or `1` for none. */
export class Quantity extends SystemValue {
  readonly value: Decimal
  readonly unit: string

  constructor(value: Decimal, unit: string) {
    super()
    this.value = value
    this.unit = unit
  }

  get systemType(): string {
    return 'Quantity'
  }
}

/** Two quantities set against each other. */
export class Ratio extends SystemValue {
  readonly numerator: Quantity | null
  readonly denominator: Quantity | null

  constructor(numerator: Quantity | null, denominator: Quantity | null) {
    super()
    this.numerator = numerator
    this.denominator = denominator
  }

  get systemType(): string {
    return 'Ratio'
  }
}
