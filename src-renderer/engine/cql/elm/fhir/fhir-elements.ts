import { spendElements } from '../library/budget.ts'
import { FhirElement, type FhirJson, type FhirObject } from '../values/fhir-element.ts'
import { isFhirObject, isList, type Value } from '../values/value.ts'
import { isChoiceName, primitiveTypeOf, typeOfSuffix } from './fhir-types.ts'

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

/** Reads one element of FHIR objects: null where there is none of the name. */
export type ElementReader = (object: FhirObject) => Value

/** A reader for an element's name: of a plain element, or of a choice such as `value`, written `valueQuantity`. */
export function elementReader(name: string): ElementReader {
  const choices: { readonly key: string; readonly type: string }[] = []
  const isChoice = isChoiceName(name)
  return (object) => {
    const json = object[name]
    if (json !== undefined && json !== null) return tagged(name, json)
    if (!isChoice) return null
    for (let i = 0; i < choices.length; i++) {
      const { key, type } = choices[i]!
      const value = object[key]
      if (value !== undefined && value !== null) return new FhirElement(type, value)
    }
    // The types met so far come first; another one is remembered.
    for (const key in object) {
      if (key.length <= name.length || !key.startsWith(name)) continue
      const type = typeOfSuffix(key.slice(name.length))
      const value = object[key]
      if (type === undefined || value === undefined || value === null) continue
      choices.push({ key, type })
      return new FhirElement(type, value)
    }
    return null
  }
}

const readers = new Map<string, ElementReader>()
const readersKept = 2000

/** An element of a FHIR object: null when it has none of the name. */
export function elementOf(object: FhirObject, name: string): Value {
  let reader = readers.get(name)
  if (reader === undefined) {
    reader = elementReader(name)
    if (readers.size < readersKept) readers.set(name, reader)
  }
  return reader(object)
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
      if (isList(value)) for (const item of value) found.push(item)
      else if (value !== null) found.push(value)
    }
    spendElements(source.length + found.length, found.length)
    return found
  }
  return isFhirObject(source) ? elementOf(source, name) : null
}
