import { registryList, resultList } from '../../base/codes/code-additions.ts'
import { canonicalSystem } from '../../base/codes/code-systems.ts'
import { matchConcepts } from '../../population/registries/match-concepts.ts'
import type {
  CodesBySystem,
  Measurement,
  Registry,
  RegistryCode
} from '../../population/registries/registry-definition.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import type { CodeSelection } from '../definition/criteria.ts'

/** A code list by name. */
export interface ListedCodes {
  readonly title: string
  readonly codes: CodesBySystem
  /** Of the list of a test: how its results are converted. */
  readonly measurement?: Measurement
}

/** Where criteria find code lists. */
export interface CodeListSource {
  /** Changes with what lists hold. */
  readonly version: number
  find(id: string): ListedCodes | undefined
}

/** A value set as content holds it. */
export interface CodeListValueSet {
  readonly url: string
  readonly name: string
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>
}

let versions = 0

/** The lists of registries, their tests and value sets. */
export function codeListSource(
  registries: readonly Registry[],
  valueSets: readonly CodeListValueSet[]
): CodeListSource {
  const found = new Map<string, ListedCodes>()
  for (const registry of registries) {
    found.set(registryList(registry.id), { title: registry.title, codes: registry.codes })
    for (const { measurement } of [...registry.evidence, ...registry.controls])
      for (const part of measurement.parts)
        found.set(resultList(part.title), {
          title: part.title,
          codes: part.codes,
          measurement: { ...measurement, parts: [part] }
        })
  }
  for (const { url, name, codes } of valueSets)
    found.set(url, {
      title: name,
      codes: Object.fromEntries(
        Array.from(codes, ([system, list]): [string, RegistryCode[]] => [
          canonicalSystem(system),
          Array.from(list, (code) => ({ code, display: '' }))
        ])
      )
    })
  versions++
  const version = versions
  return { version, find: (id) => found.get(id) }
}

/** Concepts of the data that a selection takes. */
export interface SelectedConcepts {
  /** 1 per concept that is taken; undefined where any code is, and records without a code too. */
  readonly wanted: Uint8Array | undefined
  /** Ids of lists that are not installed. */
  readonly missing: readonly string[]
}

/** The codes of a selection by system; undefined for any code. */
export function selectedCodes(
  { lists = [], codes = [] }: CodeSelection,
  source: CodeListSource
): { readonly codes: CodesBySystem | undefined; readonly missing: readonly string[] } {
  if (lists.length === 0 && codes.length === 0) return { codes: undefined, missing: [] }
  const all: Record<string, RegistryCode[]> = {}
  const add = (system: string, list: readonly RegistryCode[]): void => {
    ;(all[canonicalSystem(system)] ??= []).push(...list)
  }
  const missing: string[] = []
  for (const id of lists) {
    const found = source.find(id)
    if (found === undefined) missing.push(id)
    else for (const [system, list] of Object.entries(found.codes)) add(system, list)
  }
  for (const { system, code, display = '', match = 'exact' } of codes) add(system, [{ code, display, match }])
  return { codes: all, missing }
}

/** Looks for the concepts of a selection in the data. */
export function selectConcepts(
  concepts: ConceptTable,
  selection: CodeSelection,
  source: CodeListSource
): SelectedConcepts {
  const { codes, missing } = selectedCodes(selection, source)
  if (codes === undefined) return { wanted: undefined, missing }
  const wanted = new Uint8Array(concepts.size)
  for (const id of matchConcepts(concepts, codes)) wanted[id] = 1
  return { wanted, missing }
}
