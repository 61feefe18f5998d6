import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import {
  compareValueSets,
  type OfficialList,
  type ValueSetComparison
} from '#engine/measures/content/compare-value-sets.ts'
import type { ContentDocument, MeasureCases } from '#engine/measures/content/document/content-document.ts'
import { describeMeasure, describeUnreadable } from '#engine/measures/content/describe-measure.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import {
  codesAddedBy,
  openMeasures,
  openPack,
  type OpenedMeasure,
  type OpenedPack
} from '#engine/measures/packs/open-packs.ts'
import { valueSetsOfPacks } from '#engine/measures/packs/value-sets-of-packs.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { cqlOf } from '#engine/cql/translate/library-text.ts'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { LibraryText, PackRequest } from './measure-protocol.ts'

/** Why a measure cannot run; undefined when it can. */
export function stopOf({ check }: OpenedMeasure): string | undefined {
  return check.problems.find(({ severity }) => severity === 'stops')?.text
}

/** The packs that are installed, as far as the page has named them. */
export class InstalledContent {
  readonly #fetch: (pack: string) => Promise<ContentDocument>
  #packs: readonly OpenedPack<PackRequest>[] = []
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
    if (found === undefined) throw new AppError('not-found', m.thisMeasureIsNoLongerInstalled)
    return found
  }

  /** Whether a measure came with the program. */
  isBuiltIn({ pack }: Pick<OpenedMeasure, 'pack'>): boolean {
    return this.#requestOf(pack).builtIn
  }

  /** The document of a pack. @throws AppError `not-found` */
  document(pack: string): ContentDocument {
    const found = this.#packs.find(({ request }) => request.id === pack || request.hash === pack)
    if (found === undefined) throw new AppError('not-found', m.thisContentIsNoLongerInstalled)
    return found.document
  }

  /** The resources of a type in all packs. */
  resources(type: string): readonly FhirObject[] {
    return this.#packs.flatMap(({ document }) => document.resources).filter(({ resourceType }) => resourceType === type)
  }

  /** Makes these the installed packs; those that are known by their hash are not read again. */
  async set(requests: readonly PackRequest[]): Promise<void> {
    const packs: OpenedPack<PackRequest>[] = []
    for (const request of requests) {
      const known = this.#packs.find((item) => item.request.hash === request.hash)
      packs.push(known ?? openPack(request, await this.#fetch(request.id)))
    }
    const added = codesAddedBy(packs)
    this.#measures = await openMeasures(packs, added)
    this.#packs = packs
    this.#added = added
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
    this.#valueSets ??= valueSetsOfPacks(this.#packs, this.#added)
    return this.#valueSets
  }

  /** Our code lists, next to those of the same concepts in imported packs. */
  compareValueSets(): readonly ValueSetComparison[] {
    const valueSets = (pack: OpenedPack<PackRequest>): readonly FhirObject[] =>
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
    return defined(this.#packs.find(({ request }) => request.hash === hash)).request
  }
}
