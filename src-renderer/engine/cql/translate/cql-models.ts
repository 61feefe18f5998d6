import { objectsOf, textOf } from '../elm/fhir/fhir-json.ts'
import type { FhirObject } from '../elm/values/fhir-element.ts'
import { textOfBase64 } from './library-text.ts'

/** A model info document, which describes the types of a model to the translator (`urn:hl7-org:elm-modelinfo:r1`). */
export interface CqlModel {
  readonly name: string
  readonly version: string | undefined
  readonly xml: string
}

/** A model that a CQL text is written for. Lines and columns count from 1. */
export interface UsedModel {
  readonly name: string
  readonly version: string | undefined
  readonly line: number
  readonly column: number
}

/** The models that a text names with `using`. */
export function usedModels(cql: string): readonly UsedModel[] {
  // Comments become blanks, so that places stay.
  const bare = cql.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '))
  return Array.from(
    bare.matchAll(/^[^\S\n]*using\s+("[^"\n]+"|\w+)(?:\s+version\s+'([^'\n]*)')?/gm),
    ({ 0: all, 1: name = '', 2: version, index }) => {
      const before = bare.slice(0, index + all.indexOf('using'))
      const line = before.split('\n').length
      return { name: name.replaceAll('"', ''), version, line, column: before.length - before.lastIndexOf('\n') }
    }
  )
}

/** Reads a model info document; undefined for any other XML. */
export function readCqlModel(xml: string): CqlModel | undefined {
  const root = /<(?:\w+:)?modelInfo\b([^>]*)>/.exec(xml)?.[1]
  if (root === undefined || !root.includes('urn:hl7-org:elm-modelinfo:r1')) return undefined
  const attribute = (name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(root)?.[1]
  const name = attribute('name')
  return name === undefined ? undefined : { name, version: attribute('version'), xml }
}

/** The model that a FHIR Library of type `model-definition` carries; undefined for other libraries. */
export function modelOf(library: FhirObject): CqlModel | undefined {
  const attachment = objectsOf(library['content']).find((item) => /\bxml$/.test(textOf(item['contentType']) ?? ''))
  const data = textOf(attachment?.['data'])
  if (data === undefined) return undefined
  try {
    return readCqlModel(textOfBase64(data))
  } catch {
    // No base64: what needs the model says that it is not there.
    return undefined
  }
}

/** The model info of a name and version among some. */
export function findModel(models: readonly CqlModel[], name: string, version: string | undefined): string | undefined {
  return models.find((item) => item.name === name && (version === undefined || item.version === version))?.xml
}
