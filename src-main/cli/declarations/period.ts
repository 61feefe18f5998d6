import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { periodOfYear } from '#engine/measures/rates/default-period.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { AppError } from '#shared/app-error.ts'
import { parsedValue } from '../../host/arguments/value-kinds.ts'

/** A measurement period: a year, or its first and last day. */
export const periodValue = parsedValue('PERIOD', '2025', (text, label): MeasurementPeriod => {
  if (/^[1-9]\d{3}$/.test(text)) return periodOfYear(Number(text))
  const days = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text)
  if (days === null) throw new AppError('invalid-input', m.writeThePeriodOf(label))
  const period = { start: days[1]!, end: days[2]! }
  if (dayOfIso(period.end) < dayOfIso(period.start)) throw new AppError('invalid-input', m.thePeriodEndsBeforeIt(label))
  return period
})
