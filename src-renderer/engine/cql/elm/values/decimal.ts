import { SystemValue } from './system-value.ts'

/** Digits after the point that CQL keeps (CQL 1.5, appendix B, "Decimal"). */
const places = 8
const scaleFactor = 10n ** 8n
/** Beyond 29 digits before the point a result has overflowed; a literal may have 28. */
const limit = 10n ** 37n
const powers = Array.from({ length: places + 1 }, (_, digits) => 10n ** BigInt(digits))
const pattern = /^([+-]?)(\d+)(?:\.(\d+))?$/

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const rest = dividend % divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

/** An exact decimal number with at most eight digits after the point. */
export class Decimal extends SystemValue {
  /** The number times 10⁸. */
  readonly units: bigint
  /** Digits after the point as written or as they follow from the operands, 0 … 8. */
  readonly scale: number

  constructor(units: bigint, scale: number) {
    super()
    this.units = units
    this.scale = scale
  }

  get systemType(): string {
    return 'Decimal'
  }

  /** Reads decimal notation; digits beyond the eighth are rounded away. Undefined when the text is no number or too big. */
  static parse(text: string): Decimal | undefined {
    const match = pattern.exec(text)
    if (match === null) return undefined
    const fraction = match[3] ?? ''
    const digits = BigInt(match[2]! + fraction)
    const units =
      fraction.length <= places
        ? digits * powers[places - fraction.length]!
        : roundedQuotient(digits, 10n ** BigInt(fraction.length - places))
    return Decimal.of(match[1] === '-' ? -units : units, Math.min(places, fraction.length))
  }

  /** The decimal nearest to a JavaScript number, or undefined when it is not finite or too big. */
  static fromNumber(value: number): Decimal | undefined {
    if (Number.isSafeInteger(value)) return new Decimal(BigInt(value) * scaleFactor, 0)
    if (!Number.isFinite(value)) return undefined
    const text = String(value)
    return Decimal.parse(text.includes('e') ? value.toFixed(places) : text)
  }

  /** A whole number as a decimal. */
  static fromInteger(value: number | bigint): Decimal {
    return new Decimal(BigInt(value) * scaleFactor, 0)
  }

  /** Undefined when the number is out of CQL's range. */
  static of(units: bigint, scale: number): Decimal | undefined {
    return units >= limit || units <= -limit ? undefined : new Decimal(units, scale)
  }

  /** The nearest JavaScript number. */
  toNumber(): number {
    return Number(this.units) / 1e8
  }

  /** Negative, zero or positive. */
  compare(other: Decimal): number {
    return this.units < other.units ? -1 : this.units > other.units ? 1 : 0
  }

  plus(other: Decimal): Decimal | undefined {
    return Decimal.of(this.units + other.units, Math.max(this.scale, other.scale))
  }

  minus(other: Decimal): Decimal | undefined {
    return Decimal.of(this.units - other.units, Math.max(this.scale, other.scale))
  }

  times(other: Decimal): Decimal | undefined {
    return Decimal.of(
      roundedQuotient(this.units * other.units, scaleFactor),
      Math.min(places, this.scale + other.scale)
    )
  }

  /** Undefined when the divisor is zero. */
  dividedBy(other: Decimal): Decimal | undefined {
    if (other.units === 0n) return undefined
    const units = roundedQuotient(this.units * scaleFactor, other.units)
    return Decimal.of(units, significantScale(units))
  }

  /** The whole part of the quotient. Undefined when the divisor is zero. */
  truncatedDividedBy(other: Decimal): Decimal | undefined {
    return other.units === 0n ? undefined : Decimal.of((this.units / other.units) * scaleFactor, 0)
  }

  /** What the truncated division leaves, with the sign of the dividend. Undefined when the divisor is zero. */
  modulo(other: Decimal): Decimal | undefined {
    if (other.units === 0n) return undefined
    return new Decimal(this.units % other.units, Math.max(this.scale, other.scale))
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale)
  }

  absolute(): Decimal {
    return this.units < 0n ? this.negated() : this
  }

  /** The greatest whole number not above. */
  floor(): bigint {
    const truncated = this.units / scaleFactor
    return this.units < 0n && truncated * scaleFactor !== this.units ? truncated - 1n : truncated
  }

  /** The smallest whole number not below. */
  ceiling(): bigint {
    return -this.negated().floor()
  }

  /** The whole part. */
  truncate(): bigint {
    return this.units / scaleFactor
  }

  /** Digits after the point without trailing zeros. */
  get significantScale(): number {
    return significantScale(this.units)
  }

  /** Rounded to `digits` after the point, a half towards positive numbers' outside: -0.5 to -1 (CQL 1.5, "Round"). */
  round(digits: number): Decimal {
    const keep = Math.min(places, Math.max(0, digits))
    const step = powers[places - keep]!
    return new Decimal(roundedQuotient(this.units, step) * step, keep)
  }

  /** One unit of the eighth place more or less. */
  step(direction: 1 | -1): Decimal | undefined {
    return Decimal.of(this.units + BigInt(direction), places)
  }

  /** The smallest and the greatest decimal that reads the same at this decimal's scale, in `digits` places. */
  boundary(digits: number, high: boolean): Decimal | undefined {
    const open = places - this.scale
    const span = high ? powers[open]! - 1n : 0n
    const units =
      this.units < 0n && high ? this.units : this.units < 0n ? this.units - powers[open]! + 1n : this.units + span
    const step = powers[places - Math.min(places, digits)]!
    return Decimal.of((units / step) * step, digits)
  }

  override toString(): string {
    const sign = this.units < 0n ? '-' : ''
    const size = this.units < 0n ? -this.units : this.units
    const fraction = String(size % scaleFactor).padStart(places, '0')
    return `${sign}${String(size / scaleFactor)}.${fraction.slice(0, Math.max(1, this.scale))}`
  }
}

/** Digits after the point that are needed to write the number. */
function significantScale(units: bigint): number {
  let scale = places
  let rest = units < 0n ? -units : units
  while (scale > 0 && rest % 10n === 0n) {
    rest /= 10n
    scale--
  }
  return scale
}
