import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { AppError } from '#shared/app-error.ts'
import { ElmError } from '../../cql/elm/library/elm-error.ts'
import { readElmLibrary, type ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { findLibrary } from '../../cql/elm/library/find-library.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { firstCode, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { elmOf, textOfBase64, withoutElm } from '../../cql/translate/library-text.ts'
import { readMeasure, type MeasureDefinition } from './measure-definition.ts'
import { ValueSetExpansions, type Expansion } from './value-set-expansions.ts'

/** Measures with all that their logic needs. */
export interface MeasureContent {
  readonly measures: readonly MeasureDefinition[]
  readonly libraries: readonly ElmLibrary[]
  /** Expansions by canonical URL without version. */
  readonly valueSets: ReadonlyMap<string, Expansion>
  /**
   * What could not be read or is there in several forms, in sentences: libraries without ELM or with translation errors,
   * value sets without codes.
   */
  readonly problems: readonly string[]
}

/** Content while its resources come in, in any number and with repetitions. */
class OpenContent {
  readonly measures = new Map<string, MeasureDefinition>()
  readonly libraries: ElmLibrary[] = []
  readonly valueSets = new ValueSetExpansions()
  readonly problems = new Set<string>()
  /** Texts of the libraries read so far, by name and version. */
  readonly #read = new Map<string, string>()
  /** Ids of libraries in the logic, by the last part of the address or the id that a measure may name them by. */
  readonly #ids = new Map<string, string>()

  /** One that cannot be read does not keep the others away. */
  measure(resource: FhirObject): void {
    try {
      const measure = readMeasure(resource)
      const key = `${measure.url}|${measure.version ?? ''}`
      if (!this.measures.has(key)) this.measures.set(key, measure)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.problems.add(`${textOf(resource['title']) ?? textOf(resource['url']) ?? m.aMeasure}: ${error.message}`)
    }
  }

  /** Packs bring the same libraries again and again: each is read once. */
  library(resource: FhirObject): void {
    const name = textOf(resource['name']) ?? textOf(resource['url']) ?? '?'
    const version = textOf(resource['version'])
    const key = `${name}|${version ?? ''}`
    const data = elmOf(resource)
    const known = this.#read.get(key)
    if (data === undefined) {
      // A module definition lists data requirements, a model definition describes types: neither holds logic.
      const kind = firstCode(resource['type'])
      if (kind !== 'module-definition' && kind !== 'model-definition') this.problems.add(withoutElm(name, resource))
    } else if (known === undefined) {
      this.#read.set(key, data)
      this.#add(resource, name, data)
    } else if (known !== data) {
      this.problems.add(m.libraryComesInMoreThanOne(name, version ?? ''))
    }
  }

  #add(resource: FhirObject, name: string, data: string): void {
    try {
      const library = readElmLibrary(JSON.parse(textOfBase64(data)))
      if (!this.libraries.some(({ id, version }) => id === library.id && version === library.version)) {
        this.libraries.push(library)
      }
      const url = (textOf(resource['url']) ?? '').split('|')[0]!
      for (const alias of [url.slice(url.lastIndexOf('/') + 1), textOf(resource['id']), name]) {
        if (alias !== undefined && !this.#ids.has(alias)) this.#ids.set(alias, library.id)
      }
    } catch (error) {
      this.problems.add(error instanceof ElmError ? error.message : m.libraryCarriesNoReadableELM(name))
    }
  }

  /** The measures, each with the library that its logic calls by the name that the measure uses. */
  finish(): MeasureContent {
    const { libraries, valueSets } = this
    const measures = [...this.measures.values()].map((measure) => {
      if (findLibrary(libraries, measure.library, undefined) !== undefined) return measure
      return { ...measure, library: this.#ids.get(measure.library.replace(/^#/, '')) ?? measure.library }
    })
    const expansions = valueSets.finish()
    return { measures, libraries, valueSets: expansions, problems: [...this.problems, ...valueSets.problems] }
  }
}

/**
 * Reads measures, libraries and value sets from FHIR resources, also those that are contained in others; all else is left
 * aside.
 * @throws AppError when there is no measure among them
 */
export function readMeasureContent(resources: Iterable<FhirObject>): MeasureContent {
  const content = readContentParts(resources)
  if (content.measures.length > 0) return content
  const [reason] = content.problems
  throw new AppError('invalid-input', m.thereIsNoFHIRMeasureIn(reason === undefined ? '' : ` ${reason}`))
}

/** As {@link readMeasureContent}, of a part of content: there may be no measure among the resources. */
export function readContentParts(resources: Iterable<FhirObject>): MeasureContent {
  const content = new OpenContent()
  const read = (resource: FhirObject): void => {
    switch (resource['resourceType']) {
      case 'Measure':
        content.measure(resource)
        break
      case 'Library':
        content.library(resource)
        break
      case 'ValueSet':
        content.valueSets.add(resource)
        break
      default:
    }
    for (const contained of objectsOf(resource['contained'])) read(contained)
  }
  for (const resource of resources) read(resource)
  return content.finish()
}
