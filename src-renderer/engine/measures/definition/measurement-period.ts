import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { AppError } from '#shared/app-error.ts'
import { Interval } from '../../cql/elm/values/value.ts'
import type { DateTime } from '../../cql/elm/values/temporal.ts'
import type { Eligibility } from './eligibility.ts'
import { dateTimeOf, type ZoneOffset } from '../../cql/elm/values/temporal-text.ts'

/** The period that is measured, first and last day included, as `YYYY-MM-DD`. */
export interface MeasurementPeriod {
  readonly start: string
  readonly end: string
  /** Records of later days are left out, as `YYYY-MM-DD`; all records count when absent. */
  readonly asOf?: string
  /** What is asked of people besides the rules of each measure; where absent each measure has its default. */
  readonly eligibility?: Eligibility
}

/** The period as CQL's `Measurement Period`: from the start of its first day to the end of its last. */
export function periodInterval(period: MeasurementPeriod, zone: ZoneOffset): Interval {
  const moment = (day: string, time: readonly [number, number, number, number]): DateTime => {
    const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(day)
    const value =
      parts === null
        ? undefined
        : dateTimeOf([Number(parts[1]), Number(parts[2]), Number(parts[3]), ...time], undefined, zone)
    if (value === undefined) throw new AppError('invalid-input', m.isNoDayOfTheCalendar(day))
    return value
  }
  return new Interval(moment(period.start, [0, 0, 0, 0]), moment(period.end, [23, 59, 59, 999]), true, true, 'DateTime')
}
