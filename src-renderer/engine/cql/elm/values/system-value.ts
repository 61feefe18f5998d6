/** Base of every CQL value that is not a JavaScript primitive, a list or a FHIR object, so that one test tells them apart. */
export abstract class SystemValue {
  /** The value's type in the System model, e.g. `DateTime`; `Interval` and `Tuple` for the structured ones. */
  abstract get systemType(): string
}
