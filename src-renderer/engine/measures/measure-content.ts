import { AppError } from '#shared/app-error.ts'
import { ElmError } from '../elm/elm-error.ts'
import { readElmLibrary, type ElmLibrary } from '../elm/elm-library.ts'
import type { FhirObject } from '../elm/values/fhir-element.ts'
import { objectsOf, textOf } from './fhir-json.ts'
import { readMeasure, type MeasureDefinition } from './measure-definition.ts'

/** Codes by system. */
export type Expansion = ReadonlyMap<string, ReadonlySet<string>>

/** Measures with all that their logic needs. */
export interface MeasureContent {
  readonly measures: readonly MeasureDefinition[]
  readonly libraries: readonly ElmLibrary[]
  /** Expansions by canonical URL without version. */
  readonly valueSets: ReadonlyMap<string, Expansion>
  /** Libraries that could not be read, with the reason: without ELM, or with translation errors. */
  readonly problems: readonly string[]
}

const decoder = new TextDecoder()

/** The ELM of a Library resource; undefined when it carries none. */
function elmOf(library: FhirObject): unknown {
  const attachment = objectsOf(library['content']).find((one) => {
    const type = textOf(one['contentType']) ?? ''
    return type === 'application/elm+json'
  })
  const data = textOf(attachment?.['data'])
  if (data === undefined) return undefined
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
  return JSON.parse(decoder.decode(bytes)) as unknown
}

/** Codes of a ValueSet: its expansion, or the codes that its definition writes out. */
function readExpansion(valueSet: FhirObject): Expansion {
  const codes = new Map<string, Set<string>>()
  const add = (system: string | undefined, code: string | undefined): void => {
    if (code === undefined) return
    const key = system ?? ''
    const known = codes.get(key)
    if (known === undefined) codes.set(key, new Set([code]))
    else known.add(code)
  }
  const contains = (items: readonly FhirObject[]): void => {
    for (const one of items) {
      if (one['abstract'] !== true) add(textOf(one['system']), textOf(one['code']))
      contains(objectsOf(one['contains']))
    }
  }
  const expansion = valueSet['expansion']
  if (typeof expansion === 'object' && expansion !== null) {
    contains(objectsOf((expansion as FhirObject)['contains']))
  } else {
    const compose = (valueSet['compose'] ?? {}) as FhirObject
    for (const include of objectsOf(compose['include'])) {
      for (const one of objectsOf(include['concept'])) add(textOf(include['system']), textOf(one['code']))
    }
  }
  return codes
}

/**
 * Reads measures, libraries and value sets from FHIR resources; all others are left aside.
 * @throws AppError when there is no measure among them
 */
export function readMeasureContent(resources: Iterable<FhirObject>): MeasureContent {
  const measures: MeasureDefinition[] = []
  const libraries: ElmLibrary[] = []
  const valueSets = new Map<string, Expansion>()
  const problems: string[] = []
  for (const resource of resources) {
    switch (resource['resourceType']) {
      case 'Measure':
        measures.push(readMeasure(resource))
        break
      case 'Library':
        readLibrary(resource, libraries, problems)
        break
      case 'ValueSet':
        valueSets.set((textOf(resource['url']) ?? '').split('|')[0]!, readExpansion(resource))
        break
      default:
    }
  }
  if (measures.length === 0) throw new AppError('invalid-input', 'There is no FHIR Measure in this content.')
  return { measures, libraries, valueSets, problems }
}

function readLibrary(resource: FhirObject, libraries: ElmLibrary[], problems: string[]): void {
  const name = textOf(resource['name']) ?? textOf(resource['url']) ?? '?'
  try {
    const elm = elmOf(resource)
    if (elm === undefined) problems.push(`Library ${name} carries no ELM.`)
    else libraries.push(readElmLibrary(elm))
  } catch (error) {
    if (error instanceof ElmError) problems.push(error.message)
    else problems.push(`Library ${name} carries no readable ELM.`)
  }
}
