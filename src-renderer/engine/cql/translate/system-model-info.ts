/** One class of the System model: its elements with their types. */
type Elements = Readonly<Record<string, string>>

const simple: readonly string[] = ['Boolean', 'Integer', 'Long', 'Decimal', 'String', 'Date', 'DateTime', 'Time']

const classes: Readonly<Record<string, { readonly base: string; readonly elements: Elements }>> = {
  Quantity: { base: 'Any', elements: { value: 'Decimal', unit: 'String' } },
  Ratio: { base: 'Any', elements: { numerator: 'Quantity', denominator: 'Quantity' } },
  Code: { base: 'Any', elements: { code: 'String', system: 'String', version: 'String', display: 'String' } },
  Concept: { base: 'Any', elements: { codes: 'List<Code>', display: 'String' } },
  Vocabulary: { base: 'Any', elements: { id: 'String', version: 'String', name: 'String' } },
  CodeSystem: { base: 'Vocabulary', elements: {} },
  ValueSet: { base: 'Vocabulary', elements: { codesystems: 'List<CodeSystem>' } }
}

function element(name: string, type: string): string {
  const list = /^List<(.+)>$/.exec(type)
  if (list === null) return `<m:element name="${name}" elementType="System.${type}"/>`
  const specifier = `<m:elementTypeSpecifier xsi:type="m:ListTypeSpecifier" elementType="System.${list[1]!}"/>`
  return `<m:element name="${name}">${specifier}</m:element>`
}

/**
 * The model info that describes CQL's System model to the translator, which brings none of its own (CQL 1.5,
 * appendix B, "Types").
 */
export function systemModelInfo(): string {
  const types = [
    '<m:typeInfo xsi:type="m:SimpleTypeInfo" name="Any"/>',
    ...simple.map((name) => `<m:typeInfo xsi:type="m:SimpleTypeInfo" name="${name}" baseType="System.Any"/>`),
    ...Object.entries(classes).map(([name, { base, elements }]) => {
      const members = Object.entries(elements).map(([member, type]) => element(member, type))
      return `<m:typeInfo xsi:type="m:ClassInfo" name="${name}" baseType="System.${base}">${members.join('')}</m:typeInfo>`
    })
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<m:modelInfo name="System" version="1.0.0" url="urn:hl7-org:elm-types:r1" targetQualifier="system"
  xmlns:m="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${types.join('')}</m:modelInfo>`
}
