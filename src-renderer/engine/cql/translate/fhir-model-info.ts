/** The types of a FHIR release as `resources/models` holds them. */
export interface FhirModel {
  /** Version of FHIR, such as `4.0.1`. */
  readonly version: string
  readonly types: Readonly<Record<string, FhirModelType>>
  /** Types that are converted implicitly, by `Function target`, e.g. `ToConcept System.Concept`. */
  readonly conversions: Readonly<Record<string, readonly string[]>>
}

interface FhirModelType {
  readonly base?: string
  /** It can be retrieved. */
  readonly resource?: boolean
  /** Element with the codes of a retrieve. */
  readonly code?: string
  /** `Type`, `Type*` for a list, `one|other` for a choice; types of System with their model's name. */
  readonly elements?: Readonly<Record<string, string>>
  readonly contexts?: Readonly<Record<string, string>>
}

const contexts = ['Practitioner', 'Device', 'Patient', 'Encounter', 'RelatedPerson'] as const

function qualified(type: string): string {
  return type.startsWith('System.') ? type : `FHIR.${type}`
}

function choiceSpecifier(types: readonly string[]): string {
  const choices = types.map((type) => `<choice namespace="FHIR" name="${type}" xsi:type="NamedTypeSpecifier"/>`)
  return `<elementTypeSpecifier xsi:type="ChoiceTypeSpecifier">${choices.join('')}</elementTypeSpecifier>`
}

function elementXml(name: string, type: string): string {
  const list = type.endsWith('*')
  const bare = list ? type.slice(0, -1) : type
  const choices = bare.split('|')
  if (choices.length > 1) {
    const choice = choiceSpecifier(choices)
    const specifier = list
      ? `<elementTypeSpecifier xsi:type="ListTypeSpecifier">${choice}</elementTypeSpecifier>`
      : choice
    return `<element name="${name}">${specifier}</element>`
  }
  if (!list) return `<element name="${name}" elementType="${qualified(bare)}"/>`
  return `<element name="${name}"><elementTypeSpecifier elementType="${qualified(bare)}" xsi:type="ListTypeSpecifier"/></element>`
}

function typeXml(name: string, type: FhirModelType): string {
  const base = type.base === undefined ? 'System.Any' : qualified(type.base)
  const identity =
    type.resource === true ? ` identifier="http://hl7.org/fhir/StructureDefinition/${name}" label="${name}"` : ''
  const code = type.code === undefined ? '' : ` primaryCodePath="${type.code}"`
  const elements = Object.entries(type.elements ?? {}).map(([element, of]) => elementXml(element, of))
  const related = Object.entries(type.contexts ?? {}).map(
    ([context, element]) => `<contextRelationship context="${context}" relatedKeyElement="${element}"/>`
  )
  return `<typeInfo baseType="${base}" namespace="FHIR" name="${name}"${identity} retrievable="${type.resource === true}"${code} xsi:type="ClassInfo">${elements.join('')}${related.join('')}</typeInfo>`
}

/**
 * The model info that describes FHIR to the CQL translator, which brings none of its own (schema
 * `urn:hl7-org:elm-modelinfo:r1` of the CQL specification).
 */
export function fhirModelInfo({ version, types, conversions }: FhirModel): string {
  const typeInfos = Object.entries(types).map(([name, type]) => typeXml(name, type))
  const conversionInfos = Object.entries(conversions).flatMap(([key, from]) => {
    const [name = '', target = ''] = key.split(' ')
    const to = target.replace('<', '&lt;')
    return from.map(
      (type) => `<conversionInfo functionName="FHIRHelpers.${name}" fromType="${qualified(type)}" toType="${to}"/>`
    )
  })
  const contextInfos = contexts.map((name) => {
    const birth = name === 'Patient' ? ' birthDateElement="birthDate.value"' : ''
    return `<contextInfo name="${name}" keyElement="id"${birth}><contextType namespace="FHIR" name="${name}"/></contextInfo>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<modelInfo xmlns="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="FHIR" version="${version}" url="http://hl7.org/fhir" targetQualifier="fhir" patientClassName="FHIR.Patient" patientBirthDatePropertyName="birthDate.value"><requiredModelInfo name="System" version="1.0.0"/>${typeInfos.join('')}${conversionInfos.join('')}${contextInfos.join('')}</modelInfo>`
}
