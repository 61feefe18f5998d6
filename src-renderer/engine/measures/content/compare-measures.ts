import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'
import { elmText } from './content-hash.ts'
import type { MeasureCheck } from './check-measure.ts'

/** A code list that is not the same in two versions of a measure. */
export interface ValueSetChange {
  readonly url: string
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Codes that came and went, as `system|code`. */
  readonly codesAdded: readonly string[]
  readonly codesRemoved: readonly string[]
}

/** A define or function that is not the same. */
export interface DefineChange {
  readonly library: string
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
}

/** What differs between two versions of a measure, in what their logic reaches. */
export interface MeasureComparison {
  readonly libraries: readonly {
    readonly id: string
    readonly before: string | undefined
    readonly after: string | undefined
  }[]
  readonly valueSets: readonly ValueSetChange[]
  readonly defines: readonly DefineChange[]
}

/** One side of a comparison. */
export interface ComparedMeasure {
  readonly content: MeasureContent
  readonly check: MeasureCheck
}

function codesOf(expansion: Expansion | undefined): ReadonlySet<string> {
  const codes = new Set<string>()
  for (const [system, ofSystem] of expansion ?? []) for (const code of ofSystem) codes.add(`${system}|${code}`)
  return codes
}

function without(codes: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...codes].filter((code) => !others.has(code)).sort()
}

/** Compares two versions. Notes, and places in the text, make no difference. */
export function compareMeasures(before: ComparedMeasure, after: ComparedMeasure): MeasureComparison {
  const old = new Map(before.check.libraries.map((item) => [item.id, item]))
  const fresh = new Map(after.check.libraries.map((item) => [item.id, item]))
  const ids = [...new Set([...old.keys(), ...fresh.keys()])]
  return {
    libraries: ids
      .map((id) => ({ id, before: versionOf(old.get(id)), after: versionOf(fresh.get(id)) }))
      .filter((item) => item.before !== item.after),
    valueSets: compareValueSets(before, after),
    defines: ids.flatMap((id) => compareDefines(id, old.get(id), fresh.get(id)))
  }
}

function versionOf(library: ElmLibrary | undefined): string | undefined {
  return library === undefined ? undefined : (library.version ?? m.withoutNumber)
}

function compareValueSets(before: ComparedMeasure, after: ComparedMeasure): readonly ValueSetChange[] {
  const old = new Map(before.check.valueSets.map((item) => [item.url, item]))
  const fresh = new Map(after.check.valueSets.map((item) => [item.url, item]))
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((url): ValueSetChange[] => {
    const was = codesOf(old.has(url) ? before.content.valueSets.get(url) : undefined)
    const is = codesOf(fresh.has(url) ? after.content.valueSets.get(url) : undefined)
    const codesAdded = without(is, was)
    const codesRemoved = without(was, is)
    const change = !old.has(url) ? 'added' : !fresh.has(url) ? 'removed' : 'changed'
    if (change === 'changed' && codesAdded.length === 0 && codesRemoved.length === 0) return []
    const name = fresh.get(url)?.name ?? old.get(url)?.name ?? url
    return [{ url, name, change, codesAdded, codesRemoved }]
  })
}

/** All statements of a library by name: a define, or all functions of the name. */
function statements(library: ElmLibrary | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, statement] of library?.defines ?? []) found.set(name, elmText(statement))
  for (const [name, functions] of library?.functions ?? []) found.set(`${name}()`, functions.map(elmText).join('\n'))
  return found
}

function compareDefines(
  library: string,
  before: ElmLibrary | undefined,
  after: ElmLibrary | undefined
): readonly DefineChange[] {
  if (before === after) return []
  const old = statements(before)
  const fresh = statements(after)
  return [...new Set([...fresh.keys(), ...old.keys()])].flatMap((name): DefineChange[] => {
    const was = old.get(name)
    const is = fresh.get(name)
    if (was === is) return []
    return [{ library, name, change: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed' }]
  })
}
