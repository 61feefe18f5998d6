// FHIR dates, dateTimes and instants, as `parseDateTime` of the engine reads them.

export let day: i32 = 0
export let millis: i32 = 0
export let zone: i32 = 0
export let precision: i32 = 0

const NO_DAY: i32 = i32.MIN_VALUE
const NO_OFFSET: i32 = -32768

export function noDate(): bool {
  day = NO_DAY
  millis = 0
  zone = NO_OFFSET
  precision = 0
  return false
}

// @ts-ignore: decorator
@inline
function two(p: usize): i32 {
  const a = <u32>load<u8>(p) - 48
  const b = <u32>load<u8>(p, 1) - 48
  return a < 10 && b < 10 ? <i32>(a * 10 + b) : -1
}

function dayFromCivil(year: i32, month: i32, date: i32): i32 {
  const shifted = month > 2 ? year : year - 1
  const era = shifted / 400
  const yearOfEra = shifted - era * 400
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
}

function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

/** Days that were read before, by their text: [first eight bytes, last two, day], 16 bytes each. */
const KNOWN_DAYS: u32 = 2048
const known: usize = memory.data(2048 * 16, 16)

/** Day of the ten bytes of a full date; `NO_DAY` when they are none. */
function dayOf(p: usize): i32 {
  const first = load<u64>(p)
  // The mark tells an entry from one that was never written.
  const last = <u32>load<u16>(p, 8) | 0x10000
  const place = <u32>(((first ^ (<u64>last << 40)) * 0x9e3779b97f4a7c15) >> 50) & (KNOWN_DAYS - 1)
  const entry = known + (<usize>place << 4)
  if (load<u64>(entry) == first && load<u32>(entry, 8) == last) return load<i32>(entry, 12)
  const century = two(p)
  const years = two(p + 2)
  const month = two(p + 5)
  const date = two(p + 8)
  const year = century * 100 + years
  if (century < 0 || years < 0 || year < 1) return NO_DAY
  if (load<u8>(p, 4) != 45 || month < 1 || month > 12) return NO_DAY
  if (load<u8>(p, 7) != 45 || date < 1 || date > daysInMonth(year, month)) return NO_DAY
  const number = dayFromCivil(year, month, date)
  store<u64>(entry, first)
  store<u32>(entry, last, 8)
  store<i32>(entry, number, 12)
  return number
}

/** Reads a text into `day`, `millis`, `zone` and `precision`. */
export function parseDate(p: usize, length: usize): bool {
  millis = 0
  zone = NO_OFFSET
  if (length >= 10) {
    day = dayOf(p)
    precision = 3
    return day != NO_DAY && (length == 10 || parseTime(p, p + length)) ? true : noDate()
  }
  const century = two(p)
  const years = two(p + 2)
  const year = century * 100 + years
  if (length < 4 || century < 0 || years < 0 || year < 1) return noDate()
  if (length == 4) {
    day = dayFromCivil(year, 1, 1)
    precision = 1
    return true
  }
  const month = two(p + 5)
  if (length != 7 || load<u8>(p, 4) != 45 || month < 1 || month > 12) return noDate()
  day = dayFromCivil(year, month, 1)
  precision = 2
  return true
}

function parseTime(p: usize, end: usize): bool {
  if (p + 16 > end) return false
  const hour = two(p + 11)
  const minute = two(p + 14)
  if (load<u8>(p, 10) != 84 || load<u8>(p, 13) != 58) return false
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false
  millis = hour * 3600000 + minute * 60000
  precision = 4
  p += 16
  if (p < end && load<u8>(p) == 58) {
    if (p + 3 > end) return false
    const second = two(p + 1)
    if (second < 0 || second > 60) return false
    p += 3
    precision = 5
    let fraction = 0
    if (p < end && load<u8>(p) == 46) {
      const start = ++p
      for (; p < end && <u32>load<u8>(p) - 48 < 10; p++) {
        if (p - start < 3) fraction = fraction * 10 + <i32>load<u8>(p) - 48
      }
      if (p == start) return false
      for (let width = p - start; width < 3; width++) fraction *= 10
      precision = 6
    }
    millis += second == 60 ? 59999 : second * 1000 + fraction
  }
  if (p == end) return true
  const sign = load<u8>(p)
  if (sign == 90) {
    zone = 0
    return p + 1 == end
  }
  if ((sign != 43 && sign != 45) || p + 6 != end || load<u8>(p, 3) != 58) return false
  const hours = two(p + 1)
  const minutes = two(p + 4)
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 840) return false
  const offset = hours * 60 + minutes
  zone = sign == 45 ? -offset : offset
  return true
}
