import { defined } from '#shared/language/defined.ts'
import type { Column, ColumnKind, ColumnOf, IdColumn, ReferenceKeys } from '../../store/model/column.ts'
import { NONE } from '../../store/model/column.ts'
import { idAt } from '../../store/model/id-column.ts'
import { isNoUuid, readUuid } from '../../store/model/uuid-bytes.ts'
import type { JoinedConcepts } from './join-concepts.ts'
import type { RowPlaces } from './row-order.ts'

/** Joins a column of all shards, in the order of the rows of the population. */
export function joinColumns(parts: readonly Column[], places: RowPlaces, { ids }: JoinedConcepts): Column {
  switch (parts[0]!.kind) {
    case 'dictionary':
      return joinDictionaries(ofKind(parts, 'dictionary'), places)
    case 'id':
      return joinIds(ofKind(parts, 'id'), places)
    case 'reference':
      return joinReferences(ofKind(parts, 'reference'), places)
    case 'concept': {
      const concepts = ofKind(parts, 'concept')
      const read = (shard: number, row: number): number => {
        const id = concepts[shard]!.ids[row]!
        return id < 0 ? id : (ids[shard]?.[id] ?? id)
      }
      return { kind: 'concept', ids: fill(new Int32Array(places.row.length), places, read) }
    }
    case 'date': {
      const dates = ofKind(parts, 'date')
      return {
        kind: 'date',
        days: taken(dates, ({ days }) => days, places),
        precision: taken(dates, ({ precision }) => precision, places)
      }
    }
    case 'dateTime': {
      const dateTimes = ofKind(parts, 'dateTime')
      return {
        kind: 'dateTime',
        days: taken(dateTimes, ({ days }) => days, places),
        millis: taken(dateTimes, ({ millis }) => millis, places),
        offset: taken(dateTimes, ({ offset }) => offset, places),
        precision: taken(dateTimes, ({ precision }) => precision, places)
      }
    }
    case 'number':
      return { kind: 'number', values: taken(ofKind(parts, 'number'), ({ values }) => values, places) }
    case 'integer':
      return { kind: 'integer', values: taken(ofKind(parts, 'integer'), ({ values }) => values, places) }
    case 'boolean':
      return { kind: 'boolean', values: taken(ofKind(parts, 'boolean'), ({ values }) => values, places) }
  }
}

type NumberArray = Int32Array | Int16Array | Uint8Array | Float64Array | Uint32Array

function ofKind<K extends ColumnKind>(parts: readonly Column[], kind: K): readonly ColumnOf<K>[] {
  if (!parts.every((part): part is ColumnOf<K> => part.kind === kind))
    throw new TypeError('The shards have this column in several kinds.')
  return parts
}

function fill<A extends NumberArray>(
  values: A,
  { shard, row }: RowPlaces,
  read: (shard: number, row: number) => number
): A {
  for (let place = 0; place < row.length; place++) values[place] = read(shard[place]!, row[place]!)
  return values
}

function taken<C, A extends NumberArray>(parts: readonly C[], of: (part: C) => A, places: RowPlaces): A {
  const arrays = parts.map(of)
  const empty = new (arrays[0]!.constructor as new (length: number) => A)(places.row.length)
  return fill(empty, places, (shard, row) => arrays[shard]![row]!)
}

/** A dictionary that all shards share stays; else values are in the order of the first row that has them. */
function joinDictionaries(parts: readonly ColumnOf<'dictionary'>[], places: RowPlaces): ColumnOf<'dictionary'> {
  const [first, ...others] = parts as readonly [ColumnOf<'dictionary'>, ...ColumnOf<'dictionary'>[]]
  const isShared = others.every(
    ({ values }) => values.length === first.values.length && values.every((value, code) => value === first.values[code])
  )
  if (isShared) return { kind: 'dictionary', codes: taken(parts, ({ codes }) => codes, places), values: first.values }
  const found = new Map<string, number>()
  const codes = fill(new Int32Array(places.row.length), places, (shard, row) => {
    const { codes: partCodes, values } = parts[shard]!
    if (partCodes[row]! < 0) return NONE
    const value = values[partCodes[row]!]!
    const code = found.get(value) ?? found.size
    found.set(value, code)
    return code
  })
  return { kind: 'dictionary', codes, values: [...found.keys()] }
}

function joinIds(parts: readonly IdColumn[], { shard, row }: RowPlaces): IdColumn {
  const words = new Uint32Array(row.length * 4)
  const others = new Map<number, string>()
  for (let place = 0; place < row.length; place++) {
    const part = parts[shard[place]!]!
    const entry = part.rows === undefined ? row[place]! : part.rows[row[place]!]!
    for (let word = 0; word < 4; word++) words[place * 4 + word] = part.words[entry * 4 + word]!
    const text = isNoUuid(words, place * 4) ? part.others.get(entry) : undefined
    if (text !== undefined) others.set(place, text)
  }
  return { kind: 'id', length: row.length, words, others }
}

/** Ids as a column. */
function idsOfTexts(texts: readonly string[]): IdColumn {
  const words = new Uint32Array(texts.length * 4)
  const others = new Map<number, string>()
  texts.forEach((text, index) => {
    if (readUuid(text, words, index * 4)) return
    words.fill(0xffffffff, index * 4, index * 4 + 4)
    others.set(index, text)
  })
  return { kind: 'id', length: texts.length, words, others }
}

/** A key that occurs: what is stored stands first, then by type and id. */
interface OccurringKey {
  readonly isAbsent: boolean
  /** Place of the type, `NO_TYPE` for text that names none. */
  readonly type: number
  readonly text: string
}

function keyAt({ stored, absent, absentType }: ReferenceKeys, code: number): OccurringKey {
  let index = code
  for (const [type, { ids }] of stored.entries()) {
    if (index < ids.length) return { isAbsent: false, type, text: idAt(ids, index) ?? '' }
    index -= ids.length
  }
  return { isAbsent: true, type: absentType[index]!, text: idAt(absent, index) ?? '' }
}

function compareKeys(left: OccurringKey, right: OccurringKey): number {
  return (
    Number(left.isAbsent) - Number(right.isAbsent) ||
    left.type - right.type ||
    (left.text < right.text ? -1 : left.text > right.text ? 1 : 0)
  )
}

/** Joins references by what they name; where they lead is not told, as the rows may be in another shard. */
function joinReferences(parts: readonly ColumnOf<'reference'>[], places: RowPlaces): ColumnOf<'reference'> {
  const found = new Map<string, OccurringKey>()
  const nameOf = ({ type, text }: OccurringKey): string => `${type}|${text}`
  const ofShard = parts.map(({ codes, keys }) => {
    const names: string[] = []
    for (const code of codes) {
      if (code < 0 || names[code] !== undefined) continue
      const key = keyAt(keys, code)
      const name = nameOf(key)
      names[code] = name
      if (!found.has(name) || !key.isAbsent) found.set(name, key)
    }
    return names
  })
  const sorted = [...found.values()].sort(compareKeys)
  const numbers = new Map(sorted.map((key, number) => [nameOf(key), number]))
  const none = idsOfTexts([])
  return {
    kind: 'reference',
    codes: fill(new Int32Array(places.row.length), places, (shard, row) => {
      const code = parts[shard]!.codes[row]!
      return code < 0 ? code : defined(numbers.get(ofShard[shard]![code]!))
    }),
    keys: {
      length: sorted.length,
      stored: parts[0]!.keys.stored.map(({ type }) => ({ type, ids: none })),
      absent: idsOfTexts(sorted.map(({ text }) => text)),
      absentType: Uint8Array.from(sorted, ({ type }) => type)
    },
    targets: new Int32Array(sorted.length).fill(NONE)
  }
}

/** A column of references to people of a population by their numbers. @param ids of everybody */
export function peopleKeys(ids: readonly string[], numbers: Int32Array): ColumnOf<'reference'> {
  return {
    kind: 'reference',
    codes: numbers,
    keys: {
      length: ids.length,
      stored: [{ type: 'Patient', ids: idsOfTexts(ids) }],
      absent: idsOfTexts([]),
      absentType: new Uint8Array(0)
    },
    targets: Int32Array.from(ids.keys())
  }
}
