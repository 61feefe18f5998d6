import type { FhirValues } from '../elm/fhir/fhir-values.ts'
import { overlaps } from '../elm/operators/interval-relations.ts'
import { Interval } from '../elm/values/interval.ts'
import { Temporal } from '../elm/values/temporal.ts'
import type { Value } from '../elm/values/value.ts'

/** Whether a record's date, a moment or a period, meets the dates that a retrieve asks for. */
export function meetsDates(value: Value, range: Interval, fhir: FhirValues): boolean {
  const at = fhir.toValue(value)
  if (at instanceof Interval) return overlaps(at, range) === true
  return at instanceof Temporal && overlaps(new Interval(at, at), range) === true
}
