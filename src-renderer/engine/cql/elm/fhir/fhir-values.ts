import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Code, Concept } from '../values/code.ts'
import { ConceptNumbers } from '../values/concept-numbers.ts'
import { Decimal } from '../values/decimal.ts'
import { FhirElement, type FhirJson, type FhirObject } from '../values/fhir-element.ts'
import { Interval, isFhirObject, type Value } from '../values/value.ts'
import { Quantity, Ratio } from '../values/quantity.ts'
import { DateTime, type CqlDate } from '../values/temporal.ts'
import { parseCqlDate, parseCqlDateTime, parseCqlTime, type ZoneOffset } from '../values/temporal-text.ts'

const ucumSystem = 'http://unitsofmeasure.org'
const calendarUnitsSystem = 'http://hl7.org/fhirpath/CodeSystem/calendar-units'
const calendarUnits: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  min: 'minute',
  h: 'hour',
  d: 'day',
  wk: 'week',
  mo: 'month',
  a: 'year'
}

/** Turns FHIR elements into System values, as the CQL library FHIRHelpers defines it, without interpreting that. */
export class FhirValues {
  /** Numbers of the codes that records have. */
  readonly concepts = new ConceptNumbers()
  readonly #zone: ZoneOffset
  #dateTimes = new Map<string, DateTime | null>()

  constructor(zone: ZoneOffset) {
    this.#zone = zone
  }

  /** Lets go of texts of records, which are part of larger ones. */
  forgetTexts(): void {
    this.#dateTimes = new Map()
  }

  /** The System value of a primitive: what `.value` gives. */
  primitive(source: Value): Value {
    if (source instanceof FhirElement) return this.#ofType(source.type, source.json)
    if (typeof source === 'number') return Number.isInteger(source) ? source : (Decimal.fromNumber(source) ?? null)
    return typeof source === 'string' || typeof source === 'boolean' ? source : null
  }

  #ofType(type: string, json: FhirJson): Value {
    if (typeof json === 'string') {
      if (type === 'dateTime' || type === 'instant') return this.dateTime(json)
      if (type === 'date') return json.length > 10 ? this.dateTime(json) : (parseCqlDate(json) ?? null)
      return type === 'time' ? (parseCqlTime(json) ?? null) : json
    }
    if (typeof json === 'number') {
      if (type === 'decimal') return Decimal.fromNumber(json) ?? null
      return Number.isInteger(json) ? json : (Decimal.fromNumber(json) ?? null)
    }
    return typeof json === 'boolean' ? json : null
  }

  /**
   * A FHIR dateTime; null when the text is none. Its fraction may be left out, and is zero then: `08:00:00` and
   * `08:00:00.000` of two systems are the same time, where CQL's literals would leave it open.
   */
  dateTime(text: string): DateTime | null {
    let value = this.#dateTimes.get(text)
    if (value === undefined) {
      const written = parseCqlDateTime(text, this.#zone) ?? null
      value = written?.precision === 6 ? written.at(written.local, 7) : written
      if (this.#dateTimes.size > 1000) this.#dateTimes = new Map()
      this.#dateTimes.set(text, value)
    }
    return value
  }

  /** `ToDateTime`. A date becomes a DateTime of the same precision. */
  toDateTime(source: Value): DateTime | null {
    const value = this.primitive(source)
    if (value === null || value instanceof DateTime) return value
    return typeof value === 'string' ? this.dateTime(value) : this.dateTime(dateText(source))
  }

  /** `ToDate`. */
  toDate(source: Value): CqlDate | null {
    const text = dateText(source)
    return parseCqlDate(text.slice(0, 10)) ?? null
  }

  /** `ToDecimal`. */
  toDecimal(source: Value): Decimal | null {
    const value = this.primitive(source)
    return typeof value === 'number' ? Decimal.fromInteger(value) : value instanceof Decimal ? value : null
  }

  /** `ToCode` of a Coding. */
  toCode(source: Value): Code | null {
    const object = objectOf(source)
    return object === undefined ? null : codeOf(object)
  }

  /** `ToConcept` of a CodeableConcept. */
  toConcept(source: Value): Concept | null {
    const object = objectOf(source)
    if (object === undefined) return null
    const { coding, text } = object
    const codes: Code[] = []
    if (Array.isArray(coding)) {
      for (const item of coding as readonly FhirObject[]) {
        const code = codeOf(item)
        if (code !== null) codes.push(code)
      }
    }
    return new Concept(codes, typeof text === 'string' ? text : undefined)
  }

  /**
   * `ToQuantity`: null without a value.
   * @throws ElmError for a comparator or a unit that is not UCUM's, as FHIRHelpers says
   */
  toQuantity(source: Value, ignoreComparator = false): Quantity | null {
    const object = objectOf(source)
    const value = object?.['value']
    if (object === undefined || typeof value !== 'number') return null
    const { comparator, system, code, unit } = object
    if (!ignoreComparator && comparator !== undefined && comparator !== null) {
      throw runtimeError(m.aFHIRQuantityWithAComparator)
    }
    if (typeof system === 'string' && system !== ucumSystem && system !== calendarUnitsSystem) {
      throw runtimeError(m.aFHIRQuantityWhoseUnitIs)
    }
    const name = typeof code === 'string' ? code : typeof unit === 'string' ? unit : '1'
    const decimal = Decimal.fromNumber(value)
    if (decimal === undefined) return null
    return new Quantity(decimal, Object.hasOwn(calendarUnits, name) ? calendarUnits[name]! : name)
  }

  /** `ToRatio`. */
  toRatio(source: Value): Ratio | null {
    const object = objectOf(source)
    if (object === undefined) return null
    return new Ratio(this.toQuantity(object['numerator'] ?? null), this.toQuantity(object['denominator'] ?? null))
  }

  /** `ToInterval` of a Period, a Range or a Quantity with a comparator, told apart by tag, signature or members. */
  toInterval(source: Value, declared?: string): Interval | null {
    const object = objectOf(source)
    if (object === undefined) return null
    const type = source instanceof FhirElement ? source.type : (declared ?? intervalKind(object))
    if (type === 'Period') {
      const { start, end } = object
      const low = typeof start === 'string' ? this.dateTime(start) : null
      const high = typeof end === 'string' ? this.dateTime(end) : null
      return new Interval(low, high, start !== undefined && start !== null, true, 'DateTime')
    }
    if (type === 'Range') {
      const [low, high] = [object['low'] ?? null, object['high'] ?? null] as [Value, Value]
      return new Interval(this.toQuantity(low), this.toQuantity(high), true, true, 'Quantity')
    }
    return this.#fromComparator(source, object['comparator'])
  }

  #fromComparator(source: Value, comparator: FhirJson | undefined): Interval | null {
    const quantity = this.toQuantity(source, true)
    switch (comparator) {
      case '<':
        return new Interval(null, quantity, true, false, 'Quantity')
      case '<=':
        return new Interval(null, quantity, true, true, 'Quantity')
      case '>=':
        return new Interval(quantity, null, true, true, 'Quantity')
      case '>':
        return new Interval(quantity, null, false, true, 'Quantity')
      default:
        return new Interval(quantity, quantity, true, true, 'Quantity')
    }
  }

  /** `ToValue`: the System value of a choice element, or the element where FHIR has no System counterpart. */
  toValue(source: Value): Value {
    if (!(source instanceof FhirElement)) return isFhirObject(source) ? source : this.primitive(source)
    switch (source.type) {
      case 'Period':
      case 'Range':
        return this.toInterval(source)
      case 'Quantity':
      case 'Age':
      case 'Count':
      case 'Distance':
      case 'Duration':
        return this.toQuantity(source)
      case 'CodeableConcept':
        return this.toConcept(source)
      case 'Coding':
        return this.toCode(source)
      case 'Ratio':
        return this.toRatio(source)
      default:
        return isFhirObject(source.json) ? source : this.primitive(source)
    }
  }
}

function objectOf(source: Value): FhirObject | undefined {
  const json = source instanceof FhirElement ? (source.json as Value) : source
  return isFhirObject(json) ? json : undefined
}

function codeOf({ code, system, version, display }: FhirObject): Code | null {
  return typeof code === 'string' ? new Code(code, optional(system), optional(version), optional(display)) : null
}

function optional(value: FhirJson | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function dateText(source: Value): string {
  const json = source instanceof FhirElement ? source.json : source
  return typeof json === 'string' ? json : ''
}

function intervalKind(object: FhirObject): string {
  if (object['low'] !== undefined || object['high'] !== undefined) return 'Range'
  return object['value'] !== undefined || object['comparator'] !== undefined ? 'Quantity' : 'Period'
}
