import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import type { FhirJson, FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** Codes by system. */
export type Expansion = ReadonlyMap<string, ReadonlySet<string>>

type OpenExpansion = Map<string, Set<string>>

function add(codes: OpenExpansion, system: string | undefined, code: string | undefined): void {
  if (code === undefined) return
  const key = system ?? ''
  const known = codes.get(key)
  if (known === undefined) codes.set(key, new Set([code]))
  else known.add(code)
}

/** Canonical URLs of a list, without versions. */
function canonicals(value: FhirJson | undefined): readonly string[] {
  if (!Array.isArray(value)) return []
  return (value as readonly FhirJson[]).flatMap((item) => (typeof item === 'string' ? [item.split('|')[0]!] : []))
}

function sameCodes(a: Expansion, b: Expansion): boolean {
  if (a.size !== b.size) return false
  for (const [system, codes] of a) {
    const others = b.get(system)
    if (others?.size !== codes.size) return false
    for (const code of codes) if (!others.has(code)) return false
  }
  return true
}

function sizeOf(expansion: Expansion): number {
  return [...expansion.values()].reduce((sum, { size }) => sum + size, 0)
}

/** The value sets of some content, each with its codes: from its expansion, or as far as its definition writes them out. */
export class ValueSetExpansions {
  readonly problems = new Set<string>()
  readonly #expanded = new Map<string, Expansion>()
  /** Value sets without expansion. */
  readonly #defined = new Map<string, FhirObject>()

  add(valueSet: FhirObject): void {
    const url = (textOf(valueSet['url']) ?? '').split('|')[0]!
    const expansion = objectOf(valueSet['expansion'])
    if (expansion === undefined) {
      if (!this.#defined.has(url)) this.#defined.set(url, valueSet)
      return
    }
    const codes: OpenExpansion = new Map()
    const contains = (items: readonly FhirObject[]): void => {
      for (const item of items) {
        if (item['abstract'] !== true) add(codes, textOf(item['system']), textOf(item['code']))
        contains(objectsOf(item['contains']))
      }
    }
    contains(objectsOf(expansion['contains']))
    const known = this.#expanded.get(url)
    if (known !== undefined && known.size > 0 && codes.size > 0 && !sameCodes(known, codes)) {
      this.problems.add(m.valueSetComesInMoreThan(url, sizeOf(known), sizeOf(codes)))
    }
    if (known === undefined || known.size === 0) this.#expanded.set(url, codes)
  }

  /** All value sets by URL without version. */
  finish(): ReadonlyMap<string, Expansion> {
    const all = new Map(this.#expanded)
    for (const url of this.#defined.keys()) {
      if ((all.get(url)?.size ?? 0) === 0) all.set(url, this.#codesOf(url, new Set()))
    }
    return all
  }

  #codesOf(url: string, within: ReadonlySet<string>): Expansion {
    const known = this.#expanded.get(url)
    const defined = this.#defined.get(url)
    if ((known !== undefined && known.size > 0) || defined === undefined || within.has(url)) return known ?? new Map()
    const compose = objectOf(defined['compose']) ?? {}
    const deeper = new Set([...within, url])
    const codes: OpenExpansion = new Map()
    for (const include of objectsOf(compose['include'])) {
      for (const [system, members] of this.#included(url, include, deeper)) {
        for (const code of members) add(codes, system, code)
      }
    }
    for (const exclude of objectsOf(compose['exclude'])) {
      for (const [system, members] of this.#included(url, exclude, deeper)) {
        for (const code of members) codes.get(system)?.delete(code)
      }
    }
    return codes
  }

  /** The codes of one part of a definition: those that it writes out, which are in all value sets that it names. */
  #included(url: string, part: FhirObject, within: ReadonlySet<string>): Expansion {
    const system = textOf(part['system'])
    const named = canonicals(part['valueSet']).map((item) => this.#codesOf(item, within))
    const concepts = objectsOf(part['concept'])
    if (concepts.length === 0 && system !== undefined) {
      this.problems.add(m.valueSetIsDefinedByA(url))
    }
    const written: OpenExpansion = new Map()
    for (const item of concepts) add(written, system, textOf(item['code']))
    const [first, ...others] = concepts.length > 0 ? [written, ...named] : named
    if (first === undefined) return new Map()
    const inAll = (from: string, code: string): boolean => others.every((item) => item.get(from)?.has(code) === true)
    return new Map([...first].map(([from, codes]) => [from, new Set([...codes].filter((code) => inAll(from, code)))]))
  }
}
