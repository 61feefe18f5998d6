import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import type { Code, CodeSystem, Concept, ValueSet } from './code.ts'
import type { Decimal } from './decimal.ts'
import type { FhirElement, FhirObject } from './fhir-element.ts'
import type { Quantity, Ratio } from './quantity.ts'
import { SystemValue } from './system-value.ts'
import type { CqlDate, DateTime, Time } from './temporal.ts'

/** A CQL interval. A null bound that is closed means no bound; one that is open means an unknown bound. */
export class Interval extends SystemValue {
  readonly low: Value
  readonly high: Value
  readonly lowClosed: boolean
  readonly highClosed: boolean
  /** System type of the points, e.g. `DateTime`; needed where both bounds are null. */
  readonly pointType: string | undefined

  constructor(low: Value, high: Value, lowClosed = true, highClosed = true, pointType?: string) {
    super()
    this.low = low
    this.high = high
    this.lowClosed = lowClosed
    this.highClosed = highClosed
    this.pointType = pointType
  }

  get systemType(): string {
    return 'Interval'
  }
}

/** A CQL tuple: named elements in the order in which they were written. */
export class Tuple extends SystemValue {
  readonly elements: ReadonlyMap<string, Value>

  constructor(elements: ReadonlyMap<string, Value>) {
    super()
    this.elements = elements
  }

  get systemType(): string {
    return 'Tuple'
  }
}

/**
 * A number known only to lie between two bounds, both included. Durations and differences between temporal values
 * of less than full precision yield it (CQL 1.5, author's guide, "Uncertainty").
 */
export class Uncertainty extends SystemValue {
  readonly low: Value
  readonly high: Value

  constructor(low: Value, high: Value) {
    super()
    this.low = low
    this.high = high
  }

  get systemType(): string {
    return 'Uncertainty'
  }
}

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
