/**
 * Writes resources/models/fhir-4.0.1.json: the types of FHIR R4 as the CQL translator needs them, taken from the model
 * info that comes with the reference engine (run `npm ci` in test/peers first). The same input gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import process from 'node:process'

const peers = resolve(import.meta.dirname, '../test/peers/package.json')
let path
try {
  path = createRequire(peers).resolve('cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml')
} catch (error) {
  throw new Error('Run "npm ci" in test/peers first: it brings the FHIR model info.', { cause: error })
}
const xml = readFileSync(path, 'utf8')

const attributesOf = (head) =>
  Object.fromEntries([...head.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]))
const bare = (type) => type.replace(/^FHIR\./, '')

/** `Type`, `Type*` for a list, `one|other` for a choice. */
function typeOf(attributes, inner) {
  if (attributes.elementType !== undefined) return bare(attributes.elementType)
  if (inner.includes('ChoiceTypeSpecifier')) {
    const choices = [...inner.matchAll(/<choice ([^>]*)\/>/g)].map(([, head]) => attributesOf(head).name)
    return `${choices.join('|')}${inner.includes('ListTypeSpecifier') ? '*' : ''}`
  }
  const [, named] = /elementType="([^"]+)"/.exec(inner) ?? /name="([^"]+)" xsi:type="NamedTypeSpecifier"/.exec(inner)
  return `${bare(named)}${inner.includes('ListTypeSpecifier') ? '*' : ''}`
}

const types = {}
for (const [, head, body = ''] of xml.matchAll(/<typeInfo ([^>]*?)(?:\/>|>(.*?)<\/typeInfo>)/gs)) {
  const { name, baseType, retrievable, primaryCodePath } = attributesOf(head)
  const elements = {}
  for (const [, start, inner = ''] of body.matchAll(/<element ([^>]*?)(?:\/>|>(.*?)<\/element>)/gs)) {
    elements[attributesOf(start).name] = typeOf(attributesOf(start), inner)
  }
  const contexts = {}
  for (const [, start] of body.matchAll(/<contextRelationship ([^>]*)\/>/g)) {
    const { context, relatedKeyElement } = attributesOf(start)
    contexts[context] = relatedKeyElement
  }
  types[name] = {
    ...(baseType === undefined ? {} : { base: bare(baseType) }),
    ...(retrievable === 'true' ? { resource: true } : {}),
    ...(primaryCodePath === undefined ? {} : { code: primaryCodePath }),
    ...(Object.keys(elements).length === 0 ? {} : { elements }),
    ...(Object.keys(contexts).length === 0 ? {} : { contexts })
  }
}
const conversions = {}
for (const [, head] of xml.matchAll(/<conversionInfo ((?:[^">]|"[^"]*")*)\/>/g)) {
  const { functionName, fromType, toType } = attributesOf(head)
  const name = `${functionName.replace('FHIRHelpers.', '')} ${toType.replace('&lt;', '<')}`
  conversions[name] = [...(conversions[name] ?? []), bare(fromType)].toSorted((a, b) => (a < b ? -1 : 1))
}
const model = {
  about:
    'Element types of FHIR R4 (4.0.1; HL7, CC0), with the code paths, contexts and conversions of the CQL model info of the cqframework project (Apache-2.0).',
  version: '4.0.1',
  types,
  conversions
}
writeFileSync(resolve(import.meta.dirname, '../resources/models/fhir-4.0.1.json'), `${JSON.stringify(model)}\n`)
process.stdout.write(`${Object.keys(types).length} types\n`)
