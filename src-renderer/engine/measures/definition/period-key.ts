import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { eligibilityRules } from './eligibility.ts'
import type { MeasurementPeriod } from './measurement-period.ts'

/** Names a period with its as-of day and rules of eligibility: equal for equal questions to the same data. */
export function periodKey({ start, end, asOf, eligibility }: MeasurementPeriod): string {
  const rules = eligibilityRules.flatMap(({ id }) => {
    const value = eligibility?.[id]
    return value === undefined ? [] : [m.idYes(id, value)]
  })
  return [start, end, ...(asOf === undefined ? [] : [asOf]), ...rules].join('/')
}

/** Whether two periods have the same days, the same as-of day and the same rules of eligibility. */
export function isSamePeriod(a: MeasurementPeriod, b: MeasurementPeriod): boolean {
  return periodKey(a) === periodKey(b)
}

/** Whether a period has all records and the defaults of each measure. */
export function isPlainPeriod({ start, end, ...more }: MeasurementPeriod): boolean {
  return periodKey({ start, end, ...more }) === periodKey({ start, end })
}
