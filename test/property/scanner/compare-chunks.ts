import type { ColumnChunk, ConceptList, JoinedChunk, KeyList, StoreChunk } from '#engine/store/model/chunk.ts'
import { fileSpans } from '#engine/store/model/chunk-order.ts'
import { rejectReasons } from '#engine/store/model/store.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'
import { isNoUuid, uuidText } from '#engine/store/model/uuid-bytes.ts'

/**
 * Everything that a chunk says, without the numbers that only make sense inside it. Lists are in source order. Codes and profiles of a joined
 * chunk are numbers of the population.
 */
function meaningOf(chunk: StoreChunk | JoinedChunk, plan: TablePlan): Record<string, unknown> {
  const keys = keyNames(chunk.keys)
  const concepts = chunk.concepts.codes.map(
    (code, i) => `${chunk.concepts.systems[i]!}|${code === '' ? `\n${chunk.concepts.displays[i]!}` : code}`
  )
  const named = (codes: Int32Array, names: readonly string[]) =>
    Array.from(codes, (code) => (code < 0 ? undefined : (names[code] ?? code)))

  function columnOf(column: ColumnChunk): unknown {
    switch (column.kind) {
      case 'dictionary':
        return { cells: named(column.codes, column.values), distinct: [...new Set(column.values)].sort() }
      case 'id':
      case 'reference':
        return named(column.codes, keys)
      case 'concept':
        return named(column.codes, concepts)
      default:
        return column
    }
  }

  const { resources, findings } = chunk
  return {
    spans: fileSpans(chunk),
    keys: [...new Set(keys)].sort(),
    displays: displaysOf(chunk.concepts, concepts),
    key: named(resources.key, keys),
    line: resources.line,
    resourceOffset: resources.offset,
    length: resources.length,
    hash: resources.hash,
    lastUpdated: resources.lastUpdated,
    profile: named(resources.profile, resources.profiles),
    patient: named(resources.patient, keys),
    labels: Array.from(resources.labelled, (row, i) => `${row} ${resources.labels[resources.label[i]!]!}`),
    fullUrls: resources.fullUrls,
    identifiers: Array.from(
      resources.identifierOf,
      (row, i) => `${row} ${resources.identifiers[i * 2]!} ${resources.identifiers[i * 2 + 1]!}`
    ).sort(),
    tables: Object.fromEntries(
      chunk.tables.map(({ table, rows, resource, columns }) => [
        plan.tables[table]!.name,
        {
          rows,
          resource,
          ...Object.fromEntries(columns.map((column, i) => [plan.tables[table]!.columns[i]!.name, columnOf(column)]))
        }
      ])
    ),
    codings: Object.fromEntries(
      chunk.codings.map(({ coding, resource, concept }) => [
        plan.codings[coding]!,
        { resource, concept: named(concept, concepts) }
      ])
    ),
    findings: Array.from({ length: findings.count }, (_, i) =>
      [
        rejectReasons[findings.reason[i]!],
        findings.line[i],
        findings.offset[i],
        findings.resource[i],
        findings.labels[findings.type[i]!],
        findings.labels[findings.path[i]!]
      ].join(' ')
    )
  }
}

function keyNames(keys: KeyList): string[] {
  const others = new Map(keys.others)
  return Array.from({ length: keys.count }, (_, key) => {
    const text = isNoUuid(keys.words, key * 4) ? others.get(key) : uuidText(keys.words, key * 4)
    return `${keys.form[key]!} ${keys.types[keys.type[key]!]!} ${String(text)}`
  })
}

/** The display of each concept: the first in source order that is not empty. */
function displaysOf({ displays, offset }: ConceptList, names: readonly string[]): Record<string, string> {
  const first = new Map<string, number>()
  displays.forEach((display, i) => {
    const known = first.get(names[i]!)
    const isBetter = known === undefined || displays[known] === '' || (display !== '' && offset[i]! < offset[known]!)
    if (isBetter) first.set(names[i]!, i)
  })
  return Object.fromEntries(
    [...first].map(([name, i]) => [name, displays[i] === '' ? '' : `${displays[i]!} @${offset[i]!}`])
  )
}

/** The first thing in which two lists of chunks differ; undefined when they say the same. */
export function difference(
  left: readonly (StoreChunk | JoinedChunk)[],
  other: readonly (StoreChunk | JoinedChunk)[],
  plan: TablePlan
): string | undefined {
  if (left.length !== other.length) return `${left.length} chunks and ${other.length}`
  for (let i = 0; i < left.length; i++) {
    const found = differs(meaningOf(left[i]!, plan), meaningOf(other[i]!, plan), '')
    if (found !== undefined) return found
  }
  return undefined
}

function differs(left: unknown, other: unknown, path: string): string | undefined {
  if (Object.is(left, other)) return undefined
  if (typeof left !== 'object' || typeof other !== 'object' || left === null || other === null)
    return `${path}: ${String(left)} and ${String(other)}`
  const names = new Set([...Object.keys(left), ...Object.keys(other)])
  for (const name of names) {
    const found = differs(
      (left as Record<string, unknown>)[name],
      (other as Record<string, unknown>)[name],
      `${path}.${name}`
    )
    if (found !== undefined) return found
  }
  return undefined
}
