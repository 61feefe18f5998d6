import type { FhirValues } from '../../cql/elm/fhir/fhir-values.ts'
import { overlaps } from '../../cql/elm/operators/interval-relations.ts'
import { Interval, type Value } from '../../cql/elm/values/value.ts'
import { Temporal } from '../../cql/elm/values/temporal.ts'

/** Whether a record's date, a moment or a period, meets the dates that a retrieve asks for. */
export function meetsDates(value: Value, range: Interval, fhir: FhirValues): boolean {
  const date = fhir.toValue(value)
  if (date instanceof Interval) return overlaps(date, range) === true
  return date instanceof Temporal && overlaps(new Interval(date, date), range) === true
}
