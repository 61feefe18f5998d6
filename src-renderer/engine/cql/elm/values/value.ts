import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import type { Code, CodeSystem, Concept, ValueSet } from './code.ts'
import type { Decimal } from './decimal.ts'
import type { FhirElement, FhirObject } from './fhir-element.ts'
import type { Interval } from './interval.ts'
import type { Quantity, Ratio } from './quantity.ts'
import { SystemValue } from './system-value.ts'
import type { CqlDate, DateTime, Time } from './temporal.ts'
import type { Tuple } from './tuple.ts'
import type { Uncertainty } from './uncertainty.ts'

/**
 * Anything that a CQL expression can yield. `null` is CQL's null, a value of the language with its own logic, which is
 * why it is not `undefined` here. Integer is a JavaScript number, Long a bigint, Decimal and all others their own class;
 * FHIR objects stay as parsed JSON.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Decimal
  | Quantity
  | Ratio
  | DateTime
  | CqlDate
  | Time
  | Interval
  | Uncertainty
  | Code
  | Concept
  | ValueSet
  | CodeSystem
  | Tuple
  | FhirElement
  | FhirObject
  | readonly Value[]

/** Whether the value is a list. (`Array.isArray` forgets that the elements are values.) */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** Whether the value is a FHIR object: a resource, or an element of a complex type. */
export function isFhirObject(value: Value): value is FhirObject {
  return typeof value === 'object' && value !== null && !(value instanceof SystemValue) && !Array.isArray(value)
}

/** The value's type for messages: `Integer`, `DateTime`, `List`, `Observation` … */
export function typeName(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value === 'number') return 'Integer'
  if (typeof value === 'bigint') return 'Long'
  if (typeof value === 'string') return 'String'
  if (isList(value)) return 'List'
  if (value instanceof SystemValue) return value.systemType
  const resourceType = value['resourceType']
  return typeof resourceType === 'string' ? resourceType : m.fhirElement
}
