import { daysInMonth } from '../base/fhir/calendar.ts'

/** Which end of the range that a value of limited precision stands for. */
export type Boundary = 'low' | 'high'

const MAX_DECIMAL_DIGITS = 31

/**
 * The least or greatest decimal that rounds to the written one: `1.0` → 0.95 and 1.05 (FHIRPath 2.0 continuous build
 * §5.7, `lowBoundary` and `highBoundary`).
 * @param text the decimal as written, which tells its precision
 * @param digits digits after the point to cut the result to, outwards; all when undefined
 * @returns undefined when the text is no decimal or `digits` is out of range
 */
export function decimalBoundary(text: string, end: Boundary, digits: number | undefined): number | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null || (digits !== undefined && (digits < 0 || digits > MAX_DECIMAL_DIGITS))) return undefined
  const fraction = match[3] ?? ''
  const exponent = Number(match[4] ?? 0)
  if (Math.abs(exponent) > 400) return undefined
  // Half a unit of the last written digit, counted in units one digit finer.
  const units = BigInt(`${match[1]}${match[2]}${fraction}`) * 10n + (end === 'low' ? -5n : 5n)
  const places = fraction.length + 1 - exponent
  if (digits === undefined || digits >= places) return Number(`${units}e${-places}`)
  const step = 10n ** BigInt(places - digits)
  const rest = ((units % step) + step) % step
  const low = units - rest
  const cut = end === 'low' || rest === 0n ? low : low + step
  return Number(`${cut / step}e${-digits}`)
}

const dateTimeShape =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/
const timeShape = /^(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?$/

/**
 * The first or last moment that a date, dateTime or time of limited precision stands for. A dateTime without a zone may
 * be in any: its first moment is in +14:00, its last in -12:00.
 * @param type `date`, `dateTime`, `instant` or `time`; undefined lets the text decide
 * @param digits digits of the result, counted as FHIRPath does (4 year … 8 day, 17 millisecond; a time 2 … 9)
 * @returns undefined when the text is none of these
 */
export function temporalBoundary(
  text: string,
  type: string | undefined,
  end: Boundary,
  digits: number | undefined
): string | undefined {
  const time = timeShape.exec(text)
  if (type === 'time' || (type === undefined && time !== null && text.length !== 4)) {
    return time === null ? undefined : timeOf(time.slice(1, 5), end, digits ?? 9)
  }
  const parts = dateTimeShape.exec(text)
  if (parts === null) return undefined
  const isDateTime = type === 'dateTime' || type === 'instant' || parts[4] !== undefined
  const wanted = digits ?? (isDateTime ? 17 : 8)
  const low = end === 'low'
  const month = parts[2] ?? (low ? '01' : '12')
  if (!(Number(month) >= 1 && Number(month) <= 12)) return undefined
  const lastDay = daysInMonth(Number(parts[1]), Number(month))
  const day = parts[3] ?? (low ? '01' : String(lastDay))
  if (!(Number(day) >= 1 && Number(day) <= lastDay)) return undefined
  const date = [parts[1], month, day].slice(0, wanted >= 8 ? 3 : wanted >= 6 ? 2 : 1).join('-')
  if (!isDateTime || wanted <= 8) return wanted < 4 ? undefined : date
  const clock = timeOf(parts.slice(4, 8), end, wanted - 8)
  return clock === undefined ? undefined : `${date}T${clock}${parts[8] ?? (low ? '+14:00' : '-12:00')}`
}

/** @param parts hour, minute, second and fraction as far as written */
function timeOf(parts: readonly (string | undefined)[], end: Boundary, digits: number): string | undefined {
  if (digits < 2) return undefined
  const low = end === 'low'
  const fraction = (parts[3] ?? '').slice(0, 3).padEnd(3, low ? '0' : '9')
  const clock = [parts[0] ?? (low ? '00' : '23'), parts[1] ?? (low ? '00' : '59'), parts[2] ?? (low ? '00' : '59')]
  const text = clock.slice(0, digits >= 6 ? 3 : digits >= 4 ? 2 : 1).join(':')
  return digits >= 9 ? `${text}.${fraction}` : text
}
