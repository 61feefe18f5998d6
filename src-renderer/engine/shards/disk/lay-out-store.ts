import type { Column, IdColumn, ReferenceColumn } from '../../store/model/column.ts'
import type { ResourceIndex, Store, Table } from '../../store/model/store.ts'
import type { ArrayFileWriter, ArrayPlace, NumberArray } from './array-places.ts'
import {
  indexArrays,
  type ColumnPlace,
  type ConceptTexts,
  type IdPlace,
  type IndexPlace,
  type KeysPlace,
  type ShardDirectory,
  type TableDirectory,
  type TextsPlace
} from './directory.ts'

/**
 * Gives all arrays of a store places in a file.
 * @param concepts the texts of the store's concepts
 * @returns the directory by which they are found
 */
export function layOutStore(store: Store, concepts: ConceptTexts, writer: ArrayFileWriter): ShardDirectory {
  const keyNumbers = new Map<ReferenceColumn['keys'], number>()
  const keys: KeysPlace[] = []
  const ids = (column: IdColumn): IdPlace => layOutIds(column, writer)

  function numberOfKeys({ keys: columnKeys, targets }: ReferenceColumn): number {
    const known = keyNumbers.get(columnKeys)
    if (known !== undefined) return known
    const types = columnKeys.stored.map(({ type }) => type)
    const place = {
      absent: ids(columnKeys.absent),
      absentType: writer.place(columnKeys.absentType),
      targets: writer.place(targets)
    }
    keyNumbers.set(columnKeys, keys.length)
    return keys.push({ length: columnKeys.length, types, ...place }) - 1
  }

  function columnPlace(column: Column, table: Table): ColumnPlace {
    const { kind } = column
    const arrays = Object.fromEntries(
      Object.entries(column).flatMap(([name, value]): [string, ArrayPlace][] =>
        ArrayBuffer.isView(value) && kind !== 'id' && name !== 'targets'
          ? [[name, writer.place(value as NumberArray)]]
          : []
      )
    )
    if (column.kind === 'dictionary') return { kind, arrays, values: layOutTexts(column.values, writer) }
    if (column.kind === 'reference') return { kind, arrays, keys: numberOfKeys(column) }
    if (column.kind !== 'id') return { kind, arrays }
    const isOwn = column.rows === table.resource && column.words === store.resources.get(table.resourceType)?.ids.words
    if (isOwn) return { kind, arrays }
    return { kind, arrays: column.rows === undefined ? {} : { rows: writer.place(column.rows) }, ids: ids(column) }
  }

  const tables = Array.from(store.tables.values(), (table): TableDirectory => {
    const { name, description, rows, resourceType, info, resource, patient, patientOffsets, day } = table
    return {
      name,
      description,
      rows,
      resourceType,
      info,
      resource: writer.place(resource),
      patient: patient && writer.place(patient),
      patientOffsets: patientOffsets && writer.place(patientOffsets),
      day: day && writer.place(day),
      columns: new Map([...table.columns].map(([each, column]) => [each, columnPlace(column, table)]))
    }
  })
  const { patients, profiles, labels, files, sources, report, snapshot, leftOut } = store
  return {
    patients,
    concepts,
    profiles,
    ...(labels === undefined ? {} : { labels }),
    files,
    ...(sources === undefined ? {} : { sources }),
    report,
    snapshot,
    ...(leftOut === undefined ? {} : { leftOut }),
    tables,
    keys,
    codings: new Map(
      [...store.codings].map(([name, codingIndex]) => [
        name,
        { offsets: writer.place(codingIndex.offsets), ids: writer.place(codingIndex.ids) }
      ])
    ),
    resources: new Map([...store.resources].map(([type, index]) => [type, layOutIndex(index, writer)]))
  }
}

function layOutIndex(index: ResourceIndex, writer: ArrayFileWriter): IndexPlace {
  const arrays = Object.fromEntries(indexArrays.map((name) => [name, writer.place(index[name])]))
  return { count: index.count, ids: layOutIds(index.ids, writer), arrays: arrays as IndexPlace['arrays'] }
}

function layOutIds({ words, others }: IdColumn, writer: ArrayFileWriter): IdPlace {
  return {
    words: writer.place(words),
    entries: writer.place(Int32Array.from(others.keys())),
    ...layOutTexts([...others.values()], writer)
  }
}

function layOutTexts(texts: readonly string[], writer: ArrayFileWriter): TextsPlace {
  const bytes = new TextEncoder().encode(texts.join(''))
  let end = 0
  // In units of UTF-16, as decoded text is cut.
  return { ends: writer.place(Int32Array.from(texts, (text) => (end += text.length))), texts: writer.place(bytes) }
}
