import { defined } from '#shared/language/defined.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** The concepts of a store as plain data. */
export type ConceptLists = Pick<ConceptTable, 'systems' | 'codes' | 'displays'>

/** The concepts of a population, and what the ids of each shard are in them; undefined where they are the same. */
export interface JoinedConcepts {
  readonly concepts: ConceptTable
  readonly ids: readonly (Int32Array | undefined)[]
}

/** What a concept is known by. Without a code its display tells it apart. */
function keyOf({ systems, codes, displays }: ConceptLists, id: number): string {
  const code = codes[id]!
  return `${systems[id]!}|${code === '' ? `\n${displays[id]!}` : code}`
}

function isSame(left: ConceptLists, right: ConceptLists): boolean {
  return left.codes.length === right.codes.length && left.codes.every((_, id) => keyOf(left, id) === keyOf(right, id))
}

/** Joins the concepts of all shards by content: those that all have alike as they are, others in the order of system and code. */
export function joinConcepts(parts: readonly ConceptLists[]): JoinedConcepts {
  const [first, ...others] = parts as readonly [ConceptLists, ...ConceptLists[]]
  if (others.every((part) => isSame(first, part))) return { concepts: tableOf(first), ids: parts.map(() => undefined) }
  const found = new Map<string, { readonly system: string; readonly code: string; readonly display: string }>()
  for (const part of parts)
    part.codes.forEach((code, id) => {
      const key = keyOf(part, id)
      const known = found.get(key)?.display ?? ''
      const display = part.displays[id]!
      // Of several the first in the alphabet, whichever shard has it.
      if (!found.has(key) || known === '' || (display !== '' && display < known))
        found.set(key, { system: part.systems[id]!, code, display })
    })
  const keys = [...found.keys()].sort()
  const all = keys.map((key) => defined(found.get(key)))
  const concepts = tableOf({
    systems: all.map(({ system }) => system),
    codes: all.map(({ code }) => code),
    displays: all.map(({ display }) => display)
  })
  const places = new Map(keys.map((key, id) => [key, id]))
  return {
    concepts,
    ids: parts.map((part) => Int32Array.from(part.codes, (_, id) => defined(places.get(keyOf(part, id)))))
  }
}

function tableOf({ systems, codes, displays }: ConceptLists): ConceptTable {
  const places = new Map(codes.map((_, id) => [keyOf({ systems, codes, displays }, id), id]))
  return {
    size: codes.length,
    systems,
    codes,
    displays,
    find: (system, code) => places.get(`${system}|${code}`) ?? -1
  }
}
