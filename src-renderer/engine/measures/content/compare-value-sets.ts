import { defined } from '#shared/language/defined.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { extensionOf, objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { ValueSetExpansions, type Expansion } from '../definition/value-set-expansions.ts'

/** A code list that somebody else publishes. */
export interface OfficialList {
  /** Name or title, by which our lists say which concept of theirs they are about. */
  readonly names: readonly string[]
  readonly codes: Expansion
}

/** A code of ours that the official lists of the concept have not. */
export interface OutsideCode {
  /** Address of the code system. */
  readonly system: string
  readonly code: string
  /** Why it is there; undefined when our list does not say. */
  readonly reason: string | undefined
}

/** Where the codes of one system in a list come from. */
export interface CodeSource {
  /** Address of the code system. */
  readonly system: string
  readonly title: string
  readonly version: string
  readonly publisher: string
  readonly license: string
  /** How many codes of the list are of this system. */
  readonly codes: number
}

/** One of our code lists, next to the official ones of the same concept where those are there. */
export interface ValueSetComparison {
  readonly url: string
  readonly title: string
  /** How its codes were chosen. */
  readonly text: string
  /** The day it was written, `YYYY-MM-DD`. */
  readonly date: string | undefined
  readonly sources: readonly CodeSource[]
  /** Names of the official lists that it was compared with; none while none is installed. */
  readonly official: readonly string[]
  /** Codes of ours, and those of them that the official lists have. */
  readonly codes: number
  readonly inside: number
  readonly outside: readonly OutsideCode[]
  /** By code system: how much of the official lists ours has. */
  readonly coverage: readonly { readonly system: string; readonly shared: number; readonly theirs: number }[]
}

/** Names of value sets without what publishers write differently. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** Names of the official lists that a list of ours says it is about. */
export function officialConcepts(valueSet: FhirObject): readonly string[] {
  return objectsOf(valueSet['extension'])
    .filter((item) => textOf(item['url'])?.endsWith('/official-concept') === true)
    .flatMap((item) => textOf(item['valueString']) ?? [])
}

/** A part of an extension that has several. */
function partOf(extension: FhirObject, name: string): FhirObject | undefined {
  return objectsOf(extension['extension']).find((part) => part['url'] === name)
}

/** Why codes may be missing in official lists: by code system, and by `system|code` where one code has its own reason. */
function reasonsOf(valueSet: FhirObject): ReadonlyMap<string, string> {
  const bySystem = objectsOf(valueSet['extension'])
    .filter((item) => textOf(item['url'])?.endsWith('/not-in-official') === true)
    .map((item): readonly [string, string] => [
      textOf(partOf(item, 'system')?.['valueUri']) ?? '',
      textOf(partOf(item, 'reason')?.['valueString']) ?? ''
    ])
  const byCode = objectsOf(objectOf(valueSet['compose'])?.['include']).flatMap((part) =>
    objectsOf(part['concept']).flatMap((item): readonly (readonly [string, string])[] => {
      const reason = textOf(extensionOf(item, 'not-in-official')?.['valueString'])
      return reason === undefined ? [] : [[`${textOf(part['system']) ?? ''}|${textOf(item['code']) ?? ''}`, reason]]
    })
  )
  return new Map([...bySystem, ...byCode])
}

function ownCodes(valueSet: FhirObject, codes: Expansion): readonly OutsideCode[] {
  const reasons = reasonsOf(valueSet)
  return [...codes].flatMap(([system, list]) =>
    [...list].map((code) => ({ system, code, reason: reasons.get(`${system}|${code}`) ?? reasons.get(system) }))
  )
}

function sourcesOf(valueSet: FhirObject, codes: Expansion): readonly CodeSource[] {
  return objectsOf(valueSet['extension'])
    .filter((item) => textOf(item['url'])?.endsWith('/code-source') === true)
    .map((item) => {
      const fact = (name: string): string => textOf(partOf(item, name)?.['valueString']) ?? ''
      const system = textOf(partOf(item, 'system')?.['valueUri']) ?? ''
      const [title, version, publisher, license] = ['title', 'version', 'publisher', 'license'].map(fact)
      return {
        system,
        title: defined(title),
        version: defined(version),
        publisher: defined(publisher),
        license: defined(license),
        codes: codes.get(system)?.size ?? 0
      }
    })
}

/** The codes of our lists, by the address of the list. */
function expansionsOf(valueSets: readonly FhirObject[]): ReadonlyMap<string, Expansion> {
  const expansions = new ValueSetExpansions()
  for (const valueSet of valueSets) expansions.add(valueSet)
  return expansions.finish()
}

/**
 * Our code lists with their sources, compared with official ones of the same concepts as far as those are there.
 * @param valueSets FHIR ValueSets that name the concepts they are about, see {@link officialConcepts}
 * @returns all of our lists, by title
 */
export function compareValueSets(
  valueSets: readonly FhirObject[],
  official: readonly OfficialList[]
): readonly ValueSetComparison[] {
  const byName = Map.groupBy(
    official.flatMap((list) => [...new Set(list.names.map(plain))].map((name) => ({ name, list }))),
    ({ name }) => name
  )
  const expansions = expansionsOf(valueSets)
  return valueSets
    .map((valueSet) => {
      const concepts = officialConcepts(valueSet).filter((name) => byName.has(plain(name)))
      const lists = new Set(concepts.flatMap((name) => defined(byName.get(plain(name))).map(({ list }) => list)))
      const codes = expansions.get(textOf(valueSet['url']) ?? '') ?? new Map<string, never>()
      return compare(valueSet, codes, concepts, [...lists])
    })
    .sort((a, b) => (a.title < b.title ? -1 : 1))
}

function compare(
  valueSet: FhirObject,
  codes: Expansion,
  official: readonly string[],
  lists: readonly OfficialList[]
): ValueSetComparison {
  const listCodes = ownCodes(valueSet, codes)
  const has = ({ system, code }: OutsideCode): boolean =>
    lists.some((list) => list.codes.get(system)?.has(code) === true)
  const systems = [...new Set(listCodes.map(({ system }) => system))]
  return {
    url: textOf(valueSet['url']) ?? '',
    title: textOf(valueSet['title']) ?? textOf(valueSet['name']) ?? '',
    text: textOf(valueSet['description']) ?? '',
    date: textOf(valueSet['date']),
    sources: sourcesOf(valueSet, codes),
    official,
    codes: listCodes.length,
    inside: listCodes.filter(has).length,
    outside: official.length === 0 ? [] : listCodes.filter((item) => !has(item)),
    coverage: (official.length === 0 ? [] : systems).map((system) => ({
      system,
      shared: listCodes.filter((item) => item.system === system && has(item)).length,
      theirs: new Set(lists.flatMap((list) => [...(list.codes.get(system) ?? [])])).size
    }))
  }
}
