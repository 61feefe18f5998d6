import { ndc, canonicalSystem } from './code-systems.ts'
import { bareNdcForms, ndcForms, normalizeNdc } from './ndc.ts'

/** A code that somebody added to a list. */
export interface AddedCode {
  /** Id of the list: the address of a value set, or {@link registryList} … */
  readonly list: string
  /** Address of the code system. */
  readonly system: string
  readonly code: string
  readonly display?: string
}

/** What codes of one system mean in another: a code counts wherever one of its targets does. */
export interface Crosswalk {
  readonly source: string
  readonly target: string
  /** Target codes by source code. An NDC is written as 11 digits. */
  readonly codes: Readonly<Record<string, readonly string[]>>
}

/** Codes that the user added to installed lists. */
export interface CodeAdditions {
  readonly codes: readonly AddedCode[]
  readonly crosswalks: readonly Crosswalk[]
}

/** Codes by code system. */
export type CodeSets = ReadonlyMap<string, ReadonlySet<string>>

/** Systems under which data name the National Drug Code. */
const ndcSystems = [ndc, 'urn:oid:2.16.840.1.113883.6.69'] as const

/** All additions together, as lists ask for them. The one place where a list gets codes that it was not shipped with. */
export class AddedCodes {
  readonly #byList: ReadonlyMap<string, readonly AddedCode[]>
  readonly #crosswalks: readonly IndexedCrosswalk[]
  readonly #bare: ReadonlySet<string>

  constructor(additions: readonly CodeAdditions[]) {
    this.#byList = Map.groupBy(
      additions.flatMap(({ codes }) => codes),
      ({ list }) => list
    )
    const crosswalks = additions.flatMap((item) => item.crosswalks)
    this.#crosswalks = crosswalks.map(indexed)
    this.#bare = unambiguous(crosswalks, this.#byList)
  }

  /** Whether nothing was added to any list. */
  get isEmpty(): boolean {
    return this.#byList.size === 0 && this.#crosswalks.length === 0
  }

  /** Codes that were added to a list by name. */
  direct(list: string): readonly AddedCode[] {
    return this.#byList.get(list) ?? []
  }

  /**
   * A list with what was added to it: codes by name, and by the crosswalks those that mean one of its codes.
   * @returns the same object where nothing was added
   */
  expand(list: string, shipped: CodeSets): CodeSets {
    const named = this.direct(list)
    const added = new Map<string, Set<string>>()
    for (const { system, code } of named) this.#add(added, system, code)
    const has = (system: string): readonly string[] => [
      ...(shipped.get(system) ?? []),
      ...named.filter((item) => canonicalSystem(item.system) === system).map(({ code }) => code)
    ]
    for (const { source, target, sources } of this.#crosswalks) {
      for (const code of has(target))
        for (const sourceCode of sources.get(code) ?? []) this.#add(added, source, sourceCode)
    }
    if (added.size === 0) return shipped
    const all = new Map<string, ReadonlySet<string>>(shipped)
    for (const [system, codes] of added) all.set(system, new Set([...(shipped.get(system) ?? []), ...codes]))
    return all
  }

  /** Every way in which data may write a code of a system: an NDC in all its forms. */
  written(system: string, code: string): readonly { readonly system: string; readonly code: string }[] {
    if (canonicalSystem(system) !== ndc) return [{ system, code }]
    const normal = normalizeNdc(code)
    if (normal === undefined) return ndcSystems.map((name) => ({ system: name, code }))
    const forms = [...ndcForms(normal), ...bareNdcForms(normal).filter((form) => this.#bare.has(form))]
    return ndcSystems.flatMap((name) => forms.map((form) => ({ system: name, code: form })))
  }

  /** Source codes of the crosswalks that mean a code for which a test holds, in every way they are written. */
  meaning(
    test: (system: string, code: string) => boolean
  ): readonly { readonly system: string; readonly code: string }[] {
    return this.#crosswalks.flatMap(({ source, target, sources }) =>
      [...sources]
        .filter(([code]) => test(target, code))
        .flatMap(([, codes]) => codes.flatMap((code) => this.written(source, code)))
    )
  }

  #add(into: Map<string, Set<string>>, system: string, code: string): void {
    for (const form of this.written(system, code)) {
      const known = into.get(form.system)
      if (known === undefined) into.set(form.system, new Set([form.code]))
      else known.add(form.code)
    }
  }
}

interface IndexedCrosswalk {
  readonly source: string
  readonly target: string
  /** Source codes by target code. */
  readonly sources: ReadonlyMap<string, readonly string[]>
}

function indexed({ source, target, codes }: Crosswalk): IndexedCrosswalk {
  const sources = new Map<string, string[]>()
  for (const [code, targets] of Object.entries(codes)) {
    for (const targetCode of targets) {
      const known = sources.get(targetCode)
      if (known === undefined) sources.set(targetCode, [code])
      else known.push(code)
    }
  }
  return { source, target, sources }
}

/** The ways to write 10 digits without hyphens that can mean one NDC only, of all that were added. */
function unambiguous(
  crosswalks: readonly Crosswalk[],
  byList: ReadonlyMap<string, readonly AddedCode[]>
): ReadonlySet<string> {
  const named = [...byList.values()].flat().filter(({ system }) => canonicalSystem(system) === ndc)
  const all = new Set([
    ...crosswalks.filter(({ source }) => source === ndc).flatMap(({ codes }) => Object.keys(codes)),
    ...named.flatMap(({ code }) => normalizeNdc(code) ?? [])
  ])
  const meanings = new Map<string, number>()
  for (const code of all) for (const form of bareNdcForms(code)) meanings.set(form, (meanings.get(form) ?? 0) + 1)
  return new Set([...meanings].filter(([, count]) => count === 1).map(([form]) => form))
}

/** Id of the diagnoses of a registry among lists. */
export function registryList(registry: string): string {
  return `registry:${registry}`
}

/** Id of the codes of a test among lists, by its title. */
export function resultList(title: string): string {
  return `result:${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
}
