import { spend } from '../library/budget.ts'
import { isElmObject, objects, text } from '../library/elm-node.ts'
import { isFhirSubtype } from '../fhir/fhir-types.ts'
import { resourceTypeOf } from '../fhir/model-types.ts'
import { bareName, isSystemType } from '../library/qualified-name.ts'
import { Code, CodeSystem, Concept, ValueSet } from '../values/code.ts'
import { Decimal } from '../values/decimal.ts'
import { FhirElement } from '../values/fhir-element.ts'
import { Interval, isFhirObject, isList, typeName, type Value } from '../values/value.ts'
import { SystemValue } from '../values/system-value.ts'

/** Tells whether a value that is not null has a type. */
export type TypeTest = (value: Exclude<Value, null>) => boolean

const vocabulary: readonly (abstract new (...args: never[]) => SystemValue)[] = [ValueSet, CodeSystem]

/** The test for a named type, System or FHIR. */
export function namedTypeTest(name: string): TypeTest {
  const bare = bareName(name)
  if (!isSystemType(name)) {
    const type = resourceTypeOf(name)
    return (value) => isFhirType(value, type)
  }
  switch (bare) {
    case 'Any':
      return () => true
    case 'Boolean':
      return (value) => typeof value === 'boolean'
    case 'Integer':
      return (value) => typeof value === 'number'
    case 'Long':
      return (value) => typeof value === 'bigint'
    case 'String':
      return (value) => typeof value === 'string'
    case 'Vocabulary':
      return (value) => vocabulary.some((item) => value instanceof item)
    default:
      return (value) => value instanceof SystemValue && value.systemType === bare
  }
}

/** A FHIR type: told by the element's tag or the resource's type; elements that carry neither have their declared type. */
function isFhirType(value: Exclude<Value, null>, name: string): boolean {
  if (value instanceof FhirElement) return isFhirSubtype(value.type, name)
  if (isFhirObject(value)) {
    const resourceType = value['resourceType']
    return typeof resourceType !== 'string' ? !isResourceName(name) : isFhirSubtype(resourceType, name)
  }
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? isPrimitiveName(name)
    : false
}

function isResourceName(name: string): boolean {
  return name === 'Resource' || name === 'DomainResource'
}

function isPrimitiveName(name: string): boolean {
  return name === 'Element' || (name[0] ?? '') === (name[0] ?? '').toLowerCase()
}

/** The test for any ELM type specifier. */
export function typeTest(specifier: unknown): TypeTest {
  if (typeof specifier === 'string') return namedTypeTest(specifier)
  if (!isElmObject(specifier)) return () => true
  switch (specifier['type']) {
    case 'NamedTypeSpecifier':
      return namedTypeTest(text(specifier, 'name') ?? text(specifier, 'modelName') ?? '')
    case 'IntervalTypeSpecifier': {
      const point = typeTest(specifier['pointType'])
      return (value) => value instanceof Interval && intervalHas(value, point, specifier['pointType'])
    }
    case 'ListTypeSpecifier': {
      const element = typeTest(specifier['elementType'])
      return (value) => {
        if (!isList(value)) return false
        spend(value.length)
        return value.every((item) => item === null || element(item))
      }
    }
    case 'ChoiceTypeSpecifier': {
      const tests = objects(specifier['choice'] ?? specifier['type']).map(typeTest)
      return (value) => tests.some((test) => test(value))
    }
    case 'TupleTypeSpecifier':
      return (value) => typeName(value) === 'Tuple'
    default:
      return () => true
  }
}

function intervalHas(interval: Interval, point: TypeTest, pointType: unknown): boolean {
  const known = interval.low ?? interval.high
  if (known !== null) return point(known)
  const name = isElmObject(pointType) ? text(pointType, 'name') : undefined
  return interval.pointType === undefined || name === undefined || bareName(name) === interval.pointType
}

/** The System type of an interval's points, by the type specifier of the interval. */
export function pointTypeName(specifier: unknown): string | undefined {
  if (!isElmObject(specifier) || specifier['type'] !== 'IntervalTypeSpecifier') return undefined
  const point = specifier['pointType']
  const name = isElmObject(point) ? text(point, 'name') : undefined
  return name === undefined || bareName(name) === 'Any' ? undefined : bareName(name)
}

/** Whether a value can be cast to a System type although it is of another: an Integer where a Decimal is meant. */
export function widened(value: Value, bare: string): Value | undefined {
  if (bare === 'Decimal' && typeof value === 'number') return Decimal.fromInteger(value)
  if (bare === 'Concept' && value instanceof Code) return new Concept([value], value.display)
  return undefined
}
