import { textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { AddedCodes } from '../../base/codes/code-additions.ts'
import { readContentParts, type MeasureContent } from '../definition/measure-content.ts'
import { readMeasure, type MeasureDefinition } from '../definition/measure-definition.ts'
import { toWireError } from '#shared/app-error.ts'
import { checkMeasure, type MeasureCheck } from '../content/check-measure.ts'
import type { ContentDocument } from '../content/document/content-document.ts'
import { contentHash } from '../content/content-hash.ts'
import { effectiveValueSets } from '../content/effective-value-sets.ts'

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

/** A pack whose document was read. @typeParam R what names it */
export interface OpenedPack<R extends { readonly hash: string } = { readonly hash: string }> {
  readonly request: R
  readonly document: ContentDocument
  /** Measures that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly resource: FhirObject; readonly reason: string }[]
  readonly content: MeasureContent
}

/** Codes that packs add to lists. */
export function codesAddedBy(packs: readonly OpenedPack[]): AddedCodes {
  return new AddedCodes(packs.map(({ document: { codes = [], crosswalks = [] } }) => ({ codes, crosswalks })))
}

/**
 * The measures of packs that are installed together: each with the libraries and value sets that other packs have of what its
 * own lacks, and with added codes in its lists. The hash of a measure covers all of it.
 * @param added see {@link codesAddedBy}
 */
export async function openMeasures(packs: readonly OpenedPack[], added: AddedCodes): Promise<readonly OpenedMeasure[]> {
  const measures: OpenedMeasure[] = []
  for (const pack of packs) measures.push(...(await measuresOf(pack, withAdditions(completed(pack, packs), added))))
  return named(measures)
}

/** Reads the measures, libraries and value sets of a pack. */
export function openPack<R extends { readonly hash: string }>(request: R, document: ContentDocument): OpenedPack<R> {
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

async function measuresOf(pack: OpenedPack, content: MeasureContent): Promise<OpenedMeasure[]> {
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
