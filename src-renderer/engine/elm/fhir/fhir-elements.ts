import { FhirElement, type FhirJson, type FhirObject } from '../values/fhir-element.ts'
import { isFhirObject, isList, type Value } from '../values/value.ts'
import { primitiveTypeOf, typeOfSuffix } from './fhir-types.ts'

const usQualityCore =
  /^https?:\/\/fhir\.org\/guides\/(?:astp|onc)\/us-quality-core\/StructureDefinition\/us-quality-core-/
const qiCore = 'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-'

/** Extensions of US Quality Core are read under the URLs of QI-Core, whose elements they are. */
function sameExtension(url: string): string {
  return url.startsWith('http://fhir.org/guides/') ? url.replace(usQualityCore, qiCore) : url
}

/** Tags an element where its JSON does not tell the type. */
function tagged(name: string, json: FhirJson): Value {
  if (typeof json === 'string' || typeof json === 'number') {
    if (name === 'url' && typeof json === 'string') return sameExtension(json)
    const type = primitiveTypeOf(name)
    return type === undefined || (type === 'decimal') !== (typeof json === 'number')
      ? json
      : new FhirElement(type, json)
  }
  if (Array.isArray(json)) return json.map((item) => tagged(name, item as FhirJson))
  return json
}

/** The choice element of a name: `valueQuantity` for `value`. Undefined when the object has none. */
function choice(object: FhirObject, name: string): FhirElement | undefined {
  for (const key in object) {
    if (key.length <= name.length || !key.startsWith(name)) continue
    const type = typeOfSuffix(key.slice(name.length))
    const json = object[key]
    if (type !== undefined && json !== undefined && json !== null) return new FhirElement(type, json)
  }
  return undefined
}

/** An element of a FHIR object: null when it has none of the name. */
export function elementOf(object: FhirObject, name: string): Value {
  const json = object[name]
  if (json !== undefined && json !== null) return tagged(name, json)
  return choice(object, name) ?? null
}

/** An element of anything FHIR: of an object, of a tagged element, or of all items of a list. */
export function fhirProperty(source: Value, name: string): Value {
  if (source instanceof FhirElement) {
    const { json } = source
    return isFhirObject(json) ? elementOf(json, name) : null
  }
  if (isList(source)) {
    const found: Value[] = []
    for (const item of source) {
      const value = fhirProperty(item, name)
      if (isList(value)) found.push(...value)
      else if (value !== null) found.push(value)
    }
    return found
  }
  return isFhirObject(source) ? elementOf(source, name) : null
}
