import { civilFromDay, dayFromCivil, daysInMonth } from '../../../base/fhir/calendar.ts'
import type { Precision } from './precision.ts'
import { SystemValue } from './system-value.ts'

/** Milliseconds in a day. */
export const dayMillis = 86_400_000

/** Milliseconds since 1970-01-01T00:00 of a civil time. Components beyond their range run over into the next. */
export function civilMillis(
  year: number,
  month = 1,
  day = 1,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0
): number {
  return dayFromCivil(year, month, day) * dayMillis + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
}

/** The start of the year, month, day … that civil milliseconds lie in. */
export function truncateMillis(millis: number, precision: Precision): number {
  switch (precision) {
    case 7:
      return millis
    case 6:
      return Math.floor(millis / 1000) * 1000
    case 5:
      return Math.floor(millis / 60_000) * 60_000
    case 4:
      return Math.floor(millis / 3_600_000) * 3_600_000
    case 3:
      return Math.floor(millis / dayMillis) * dayMillis
    default: {
      const { year, month } = civilFromDay(Math.floor(millis / dayMillis))
      return dayFromCivil(year, precision === 1 ? 1 : month, 1) * dayMillis
    }
  }
}

/** The last millisecond of the year, month, day … that starts at `millis`. */
export function lastMillis(millis: number, precision: Precision): number {
  switch (precision) {
    case 7:
      return millis
    case 6:
      return millis + 999
    case 5:
      return millis + 59_999
    case 4:
      return millis + 3_599_999
    case 3:
      return millis + dayMillis - 1
    default: {
      const { year, month } = civilFromDay(Math.floor(millis / dayMillis))
      const days = precision === 2 ? daysInMonth(year, month) : daysInMonth(year, 2) + 337
      return millis + days * dayMillis - 1
    }
  }
}

/** The civil component of `millis`: the year, the month from 1, the day, the hour … */
export function componentOf(millis: number, precision: Precision): number {
  switch (precision) {
    case 7:
      return ((millis % 1000) + 1000) % 1000
    case 6:
      return ((Math.floor(millis / 1000) % 60) + 60) % 60
    case 5:
      return ((Math.floor(millis / 60_000) % 60) + 60) % 60
    case 4:
      return ((Math.floor(millis / 3_600_000) % 24) + 24) % 24
    default: {
      const civil = civilFromDay(Math.floor(millis / dayMillis))
      return precision === 3 ? civil.day : precision === 2 ? civil.month : civil.year
    }
  }
}

/** Dates and times of any precision. Components finer than the precision are at their smallest. */
export abstract class Temporal extends SystemValue {
  readonly precision: Precision
  /** Civil milliseconds as written; for a `Time`, milliseconds since midnight. */
  readonly local: number

  constructor(local: number, precision: Precision) {
    super()
    this.local = local
    this.precision = precision
  }

  /** Civil milliseconds in the time zone of the evaluation: what is compared. */
  get normal(): number {
    return this.local
  }

  /** The finest precision that the type has. */
  abstract get finest(): Precision

  /** The same kind of value, in the same zone, at another civil time. */
  abstract at(local: number, precision: Precision): Temporal

  /** The last civil millisecond that this value may mean. A second without milliseconds is taken for a whole one. */
  get latest(): number {
    return this.precision >= 6 ? this.normal : lastMillis(this.normal, this.precision)
  }
}

/** A CQL Date. */
export class CqlDate extends Temporal {
  get systemType(): string {
    return 'Date'
  }

  get finest(): Precision {
    return 3
  }

  at(local: number, precision: Precision): CqlDate {
    return new CqlDate(local, precision)
  }

  /** A date has no time of day: its last moment is its last day. */
  override get latest(): number {
    return truncateMillis(lastMillis(this.local, this.precision), 3)
  }
}

/** A CQL DateTime. */
export class DateTime extends Temporal {
  /** Minutes east of UTC in which it was written, or the zone of the evaluation where it names none. */
  readonly offset: number
  /** Milliseconds that lead from its own zone to the zone of the evaluation. */
  readonly shift: number

  constructor(local: number, precision: Precision, offset: number, shift: number) {
    super(local, precision)
    this.offset = offset
    this.shift = shift
  }

  get systemType(): string {
    return 'DateTime'
  }

  override get normal(): number {
    return this.local + this.shift
  }

  get finest(): Precision {
    return 7
  }

  at(local: number, precision: Precision): DateTime {
    return new DateTime(local, precision, this.offset, this.shift)
  }
}

/** A CQL Time of day. */
export class Time extends Temporal {
  get systemType(): string {
    return 'Time'
  }

  get finest(): Precision {
    return 7
  }

  at(local: number, precision: Precision): Time {
    return new Time(local, precision)
  }
}
