import { isResourceType } from '../base/fhir/resource-types.ts'
import { isObject } from './path-value.ts'

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** Primitive types by their JSON form. */
const inString = words(
  'base64Binary canonical code date dateTime id instant markdown oid string time uri url uuid xhtml'
)
const inNumber = words('decimal integer integer64 positiveInt unsignedInt')
const primitives: ReadonlyMap<string, 'string' | 'number' | 'boolean'> = new Map([
  ...inString.map((name) => [name, 'string'] as const),
  ...inNumber.map((name) => [name, 'number'] as const),
  ['boolean', 'boolean'] as const
])

/** Complex types that an element may hold (FHIR R4 §2.24, R5 §2.1.27). */
const complex: ReadonlySet<string> = new Set(
  words(`
    Address Age Annotation Attachment Availability CodeableConcept CodeableReference Coding ContactDetail ContactPoint
    Contributor Count DataRequirement Distance Dosage Duration Expression ExtendedContactDetail Extension HumanName
    Identifier Meta Money MonetaryComponent Narrative ParameterDefinition Period Quantity Range Ratio RatioRange Reference
    RelatedArtifact SampledData Signature SimpleQuantity Timing TriggerDefinition UsageContext VirtualServiceDetail`)
)

const abstract: ReadonlySet<string> = new Set(words('Resource DomainResource Element BackboneElement'))

/**
 * Elements that take one of several types and so carry the type in their JSON name (`value` is written `valueQuantity`).
 * Source: the `[x]` elements of the R4, R4B and R5 definitions.
 */
const choices: ReadonlySet<string> = new Set(
  words(`
    abatement actor additive address age allowed amount answer artifact asNeeded author born bounds characteristic
    chargeItem citeAs code collected concentration content cost coverage created deceased defaultValue definingSubstance
    definition detail diagnosis dose doseNumber due duration effective endpoint entity event example fastingStatus fixed
    generatedBy identified indication instance instances instantiates instruction item legallyBinding link location
    manufacturer maxValue measureScore medication minValue minimumVolume module multipleBirth name network occurence
    occurred occurrence offset onset participantEffective pattern payment performed period presentation probability
    procedure product quantity rate reported scheduled sequence seriesDoses serviced source sourceScope start statusReason
    strength structureProfile studyEffective subject substance substanceDefinition target targetItem targetScope time
    timing topic type used value versionAlgorithm when`)
)

/** Whether FHIR has a choice element of this name. */
export function isChoiceElement(name: string): boolean {
  return choices.has(name)
}

/** Whether `suffix`, the capitalized end of a JSON name, is a type that a choice element may hold. */
export function isChoiceSuffix(suffix: string): boolean {
  return complex.has(suffix) || primitives.has(lowerFirst(suffix))
}

/** JSON name of the choice element `name` when it holds `type`: `value`, `dateTime` → `valueDateTime`. */
export function choiceName(name: string, type: string): string {
  return name + type.charAt(0).toUpperCase() + type.slice(1)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** `FHIR.Quantity` → `Quantity`, `System.String` and `String` → `string`; undefined when there is no such type. */
export function plainTypeName(written: string): string | undefined {
  const dot = written.indexOf('.')
  const space = dot < 0 ? undefined : written.slice(0, dot)
  const name = written.slice(dot + 1)
  if (space !== undefined && space !== 'FHIR' && space !== 'System') return undefined
  if (space !== 'FHIR' && primitives.has(lowerFirst(name))) return lowerFirst(name)
  return primitives.has(name) || complex.has(name) || abstract.has(name) || isResourceType(name) ? name : undefined
}

/**
 * A test whether an item can be of the type. JSON tells primitives and resources apart and leaves the types of other
 * objects open: those pass.
 */
export function pathTypeTest(type: string): (item: unknown) => boolean {
  const json = primitives.get(type)
  if (json === 'number' && type !== 'decimal') return (item) => Number.isInteger(item)
  if (json !== undefined) return (item) => typeof item === json
  if (isResourceType(type)) return (item) => isObject(item) && item['resourceType'] === type
  if (type === 'Resource' || type === 'DomainResource') return (item) => isObject(item) && 'resourceType' in item
  return (item) => isObject(item) && !('resourceType' in item)
}
