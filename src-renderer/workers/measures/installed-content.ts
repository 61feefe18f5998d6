import {
  compareValueSets,
  type OfficialList,
  type ValueSetComparison
} from '#engine/measures/content/compare-value-sets.ts'
import type { ContentDocument, MeasureCases } from '#engine/measures/content/content-document.ts'
import { checkMeasure, type MeasureCheck } from '#engine/measures/content/check-measure.ts'
import { effectiveValueSets } from '#engine/measures/content/effective-value-sets.ts'
import { contentHash } from '#engine/measures/content/content-hash.ts'
import { describeMeasure, describeUnreadable } from '#engine/measures/content/describe-measure.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { readContentParts, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { readMeasure, type MeasureDefinition } from '#engine/measures/definition/measure-definition.ts'
import { cqlOf } from '#engine/cql/translate/library-text.ts'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { LibraryText, PackRequest } from './measure-protocol.ts'

/** A measure of an installed pack, with all that it needs. */
export interface OpenedMeasure {
  /** As {@link InstalledMeasure.id}. */
  readonly id: string
  /** Hash of the pack: names its content among that of the others. */
  readonly pack: string
  /** Content of the pack, completed with what other packs have of what it lacks. */
  readonly content: MeasureContent
  readonly definition: MeasureDefinition
  readonly resource: FhirObject
  /** SHA-256 over the measure and everything that it uses. */
  readonly hash: string
  readonly check: MeasureCheck
}

/** Why a measure cannot run; undefined when it can. */
export function stopOf({ check }: OpenedMeasure): string | undefined {
  return check.problems.find(({ severity }) => severity === 'stops')?.text
}

/** A pack whose document was read. */
interface OpenedPack {
  readonly request: PackRequest
  readonly document: ContentDocument
  /** Measures that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly resource: FhirObject; readonly reason: string }[]
  readonly content: MeasureContent
}

/** The packs that are installed, as far as the page has named them. */
export class InstalledContent {
  readonly #fetch: (pack: string) => Promise<ContentDocument>
  #packs: readonly OpenedPack[] = []
  #measures: readonly OpenedMeasure[] = []
  #added = new AddedCodes([])
  #version = 0
  #described: { readonly store: Store | undefined; readonly list: readonly InstalledMeasure[] } | undefined

  #valueSets: readonly NamedValueSet[] | undefined

  /** @param fetch reads the document of a pack */
  constructor(fetch: (pack: string) => Promise<ContentDocument>) {
    this.#fetch = fetch
  }

  /** Changes whenever the installed measures do. */
  get version(): number {
    return this.#version
  }

  /** Codes that the installed packs add to lists. */
  get added(): AddedCodes {
    return this.#added
  }

  get measures(): readonly OpenedMeasure[] {
    return this.#measures
  }

  measure(id: string): OpenedMeasure | undefined {
    return this.#measures.find((item) => item.id === id)
  }

  /** @throws AppError `not-found` */
  measureCalled(id: string): OpenedMeasure {
    const found = this.measure(id)
    if (found === undefined) throw new AppError('not-found', 'This measure is no longer installed.')
    return found
  }

  /** Whether a measure came with the program. */
  isBuiltIn({ pack }: Pick<OpenedMeasure, 'pack'>): boolean {
    return this.#requestOf(pack).builtIn
  }

  /** The document of a pack. @throws AppError `not-found` */
  document(pack: string): ContentDocument {
    const found = this.#packs.find(({ request }) => request.id === pack || request.hash === pack)
    if (found === undefined) throw new AppError('not-found', 'This content is no longer installed.')
    return found.document
  }

  /** The resources of a type in all packs. */
  resources(type: string): readonly FhirObject[] {
    return this.#packs.flatMap(({ document }) => document.resources).filter(({ resourceType }) => resourceType === type)
  }

  /** Makes these the installed packs; those that are known by their hash are not read again. */
  async set(requests: readonly PackRequest[]): Promise<void> {
    const packs: OpenedPack[] = []
    for (const request of requests) {
      const known = this.#packs.find((item) => item.request.hash === request.hash)
      packs.push(known ?? openPack(request, await this.#fetch(request.id)))
    }
    const added = new AddedCodes(packs.map(({ document: { codes = [], crosswalks = [] } }) => ({ codes, crosswalks })))
    const measures: OpenedMeasure[] = []
    for (const pack of packs) measures.push(...(await openMeasures(pack, withAdditions(completed(pack, packs), added))))
    this.#packs = packs
    this.#added = added
    this.#measures = named(measures)
    this.#described = undefined
    this.#valueSets = undefined
    this.#version++
  }

  /** Every measure with its status on a population. */
  list(store: Store | undefined): readonly InstalledMeasure[] {
    if (this.#described !== undefined && this.#described.store === store) return this.#described.list
    const list = [
      ...this.#measures.map((measure) => describeMeasure(measure, this.#requestOf(measure.pack), store)),
      ...this.#packs.flatMap(({ request, unreadable }) =>
        unreadable.map(({ resource, reason }) => describeUnreadable(resource, request, reason))
      )
    ]
    this.#described = { store, list }
    return list
  }

  /** Every value set that is installed, once; of several with one address the first one. The same array until {@link set}. */
  valueSets(): readonly NamedValueSet[] {
    this.#valueSets ??= this.#collectValueSets()
    return this.#valueSets
  }

  #collectValueSets(): readonly NamedValueSet[] {
    const found = new Map<string, NamedValueSet>()
    for (const { content, document } of this.#packs) {
      for (const resource of document.resources) {
        if (resource['resourceType'] !== 'ValueSet') continue
        const url = (textOf(resource['url']) ?? '').split('|')[0]!
        const shipped = content.valueSets.get(url)
        const codes = shipped && this.#added.expand(url, shipped)
        const name = textOf(resource['title']) ?? textOf(resource['name']) ?? url
        if (codes !== undefined && !found.has(url)) found.set(url, { url, name, codes })
      }
    }
    return [...found.values()]
  }

  /** Our code lists, beside those of the same concepts in imported packs. */
  compareValueSets(): readonly ValueSetComparison[] {
    const valueSets = (pack: OpenedPack): readonly FhirObject[] =>
      pack.document.resources.filter(({ resourceType }) => resourceType === 'ValueSet')
    const official = this.#packs
      .filter(({ request }) => !request.builtIn)
      .flatMap((pack) =>
        valueSets(pack).flatMap((resource): OfficialList[] => {
          const codes = pack.content.valueSets.get((textOf(resource['url']) ?? '').split('|')[0]!)
          const names = ['name', 'title'].flatMap((key) => textOf(resource[key]) ?? [])
          return codes === undefined || codes.size === 0 ? [] : [{ names, codes }]
        })
      )
    return compareValueSets(this.#packs.filter(({ request }) => request.builtIn).flatMap(valueSets), official)
  }

  /** The cases of a measure that lie in its pack. */
  cases({ pack, definition }: OpenedMeasure): MeasureCases | undefined {
    return this.document(pack).cases.find(({ measure }) => measure === definition.url)
  }

  /** The text of a measure's own library first, then of those that it includes. */
  texts({ pack, check }: OpenedMeasure): readonly LibraryText[] {
    const resources = this.document(pack).resources.filter(({ resourceType }) => resourceType === 'Library')
    return check.libraries.map(({ id, version }) => {
      const named = resources.filter((item) => textOf(item['name']) === id)
      const resource = named.find((item) => textOf(item['version']) === version) ?? named[0]
      return { id, version, cql: resource === undefined ? undefined : cqlOf(resource) }
    })
  }

  #requestOf(hash: string): PackRequest {
    return this.#packs.find(({ request }) => request.hash === hash)!.request
  }
}

function openPack(request: PackRequest, document: ContentDocument): OpenedPack {
  const unreadable: { resource: FhirObject; reason: string }[] = []
  const readable = document.resources.filter((resource) => {
    if (resource['resourceType'] !== 'Measure') return true
    try {
      readMeasure(resource)
      return true
    } catch (error) {
      unreadable.push({ resource, reason: toWireError(error).message })
      return false
    }
  })
  return { request, document, unreadable, content: readContentParts(readable) }
}

/** A pack's content with the value sets, and the libraries that it includes and lacks, of the other packs. */
function completed(pack: OpenedPack, packs: readonly OpenedPack[]): MeasureContent {
  const { content } = pack
  const others = packs.filter((item) => item !== pack).map((item) => item.content)
  const libraries = [...content.libraries]
  const valueSets = new Map(content.valueSets)
  for (let index = 0; index < libraries.length; index++) {
    const library = libraries[index]!
    for (const { id } of library.includes.values()) {
      if (libraries.some((item) => item.id === id)) continue
      const found = others.flatMap((item) => item.libraries).find((item) => item.id === id)
      if (found !== undefined) libraries.push(found)
    }
    for (const declared of library.valueSets.values()) {
      const url = (typeof declared['id'] === 'string' ? declared['id'] : '').split('|')[0]!
      if ((valueSets.get(url)?.size ?? 0) > 0) continue
      const found = others.map((item) => item.valueSets.get(url)).find((item) => item !== undefined && item.size > 0)
      if (found !== undefined) valueSets.set(url, found)
    }
  }
  return { ...content, libraries, valueSets }
}

/** Content whose lists have what was added to them; one that nobody published is there as far as codes were added. */
function withAdditions(content: MeasureContent, added: AddedCodes): MeasureContent {
  return { ...content, valueSets: effectiveValueSets(content.valueSets, added) }
}

async function openMeasures(pack: OpenedPack, content: MeasureContent): Promise<OpenedMeasure[]> {
  const { resources } = pack.document
  const versions = new Map(
    resources
      .filter(({ resourceType }) => resourceType === 'ValueSet')
      .map((item) => [(textOf(item['url']) ?? '').split('|')[0]!, textOf(item['version']) ?? ''] as const)
  )
  const opened: OpenedMeasure[] = []
  for (const definition of content.measures) {
    const resource = resources.find(
      (item) =>
        item['resourceType'] === 'Measure' &&
        (textOf(item['url']) ?? textOf(item['id'])) === definition.url &&
        textOf(item['version']) === definition.version
    )
    if (resource === undefined) continue
    const check = checkMeasure(definition, content, versions)
    opened.push({
      id: shortName(definition.url),
      pack: pack.request.hash,
      content,
      definition,
      resource,
      check,
      hash: await contentHash(definition, content, check)
    })
  }
  return opened
}

function shortName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

/**
 * Gives every measure a name of its own: of several with the same one, the first keeps it and the others have their
 * version behind it.
 */
function named(measures: readonly OpenedMeasure[]): readonly OpenedMeasure[] {
  const taken = new Set<string>()
  return measures.map((measure) => {
    let { id } = measure
    if (taken.has(id)) id = `${id}@${measure.definition.version ?? measure.hash.slice(0, 8)}`
    if (taken.has(id)) id = `${id}-${measure.hash.slice(0, 8)}`
    taken.add(id)
    return { ...measure, id }
  })
}
