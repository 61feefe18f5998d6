import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import type { ShardOfRows } from './rows-of-shard.ts'
import type { ResourceIndex, Store } from '../../store/model/store.ts'
import { gatherIds } from './gather-ids.ts'
import { patientKeys } from '../model/patient-keys.ts'
import { sqlColumns, type DescribedColumn, type SqlColumn } from '../model/sql-columns.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'

const text = (name: string, description: string): DescribedColumn => ({ name, kind: 'dictionary', description })
const integer = (name: string, description: string): DescribedColumn => ({ name, kind: 'integer', description })

const described: readonly {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
}[] = [
  {
    name: 'resource',
    description: m.everyStoredResourceOfAnyType,
    columns: [
      text('type', m.fhirResourceType),
      { name: 'id', kind: 'id', description: m.resourceId },
      { name: 'patient_id', kind: 'reference', description: m.idOfThePatientItIs },
      text('file', m.fileItCameFrom),
      integer('line', m.lineNumberFrom1),
      { name: 'byte_offset', kind: 'number', description: m.offsetOfItsJSONInThe },
      integer('byte_length', m.lengthOfItsJSON),
      text('profile', m.firstMetaProfile)
    ]
  },
  {
    name: 'reject',
    description: m.linesThatWereNotStoredAnd,
    columns: [
      text('file', 'File.'),
      integer('line', m.lineNumberFrom1),
      { name: 'byte_offset', kind: 'number', description: m.byteOffsetOfTheLineIn },
      text('resource_type', m.resourceTypeWhenKnown),
      text('path', m.elementPathForAValueThat),
      text('reason', 'Why.'),
      text('scope', m.resourceNotStoredValueStoredWithout)
    ]
  },
  {
    name: 'file',
    description: m.accountsOfEveryFileLinesStored,
    columns: [
      text('name', 'File.'),
      text('format', m.whatItWasRecognizedAs),
      { name: 'bytes', kind: 'number', description: m.bytesOfTextAfterDecompression },
      integer('lines', m.linesOrEntriesOfABundle),
      integer('stored', m.resourcesStored),
      integer('rejected', m.linesRejected),
      integer('ignored', m.blankLinesAndExactDuplicates)
    ]
  }
]

/** Tables about the load itself, so that nothing is hidden. */
export const loadTables: readonly {
  readonly name: string
  readonly description: string
  readonly columns: readonly SqlColumn[]
}[] = described.map((table) => ({ ...table, columns: table.columns.flatMap(sqlColumns) }))

/** One of {@link loadTables} over a store; undefined when the name is none of them. */
export function loadTable(shard: ShardOfRows, name: string): TableSource | undefined {
  const about = described.find((table) => table.name === name)
  if (about === undefined) return undefined
  const { store } = shard
  const reading = name === 'resource' ? resources(shard) : name === 'file' ? files(store) : rejects(store)
  return { ...about, group: 'Load', ...reading }
}

type Reading = Pick<TableSource, 'rows' | 'read' | 'order'>

function integers(values: Iterable<number>): Column {
  return { kind: 'integer', values: Int32Array.from(values) }
}

function numbers(values: Iterable<number>): Column {
  return { kind: 'number', values: Float64Array.from(values) }
}

function files(store: Store): Reading {
  const { files: reports } = store.report
  return {
    rows: reports.length,
    read: (column) => {
      switch (column) {
        case 'name':
        case 'format':
          return dictionaryOf(reports.map((report) => report[column]))
        case 'bytes':
          return numbers(reports.map(({ bytes }) => bytes))
        default:
          return integers(reports.map((report) => report[column as 'lines' | 'stored' | 'rejected' | 'ignored']))
      }
    }
  }
}

function rejects(store: Store): Reading {
  const { rejects: list } = store.report
  return {
    rows: list.length,
    read: (column) => {
      switch (column) {
        case 'file':
          return dictionaryOf(list.map(({ file }) => store.files[file]))
        case 'line':
          return integers(list.map(({ line }) => line))
        case 'byte_offset':
          return numbers(list.map(({ offset }) => offset))
        case 'resource_type':
          return dictionaryOf(list.map(({ resourceType }) => resourceType))
        default:
          return dictionaryOf(list.map((reject) => reject[column as 'path' | 'reason' | 'scope']))
      }
    }
  }
}

/** Reads the indexes of all types one after the other, as one table. */
function resources({ store, resourceNumber, ownsCommon }: ShardOfRows): Reading {
  const types = store.inPopulation(
    'types of resources',
    (each) => [...each.resources.keys()],
    (left, right) => [...new Set([...left, ...right])].sort()
  )
  const common = new Set(
    [...store.tables.values()].filter(({ isAboutPeople }) => !isAboutPeople).map(({ resourceType }) => resourceType)
  )
  const indexes = Array.from(store.resources.values()).filter(
    ({ resourceType }) => ownsCommon || !common.has(resourceType)
  )
  const rows = indexes.reduce((sum, { count }) => sum + count, 0)
  const codes = (read: (index: ResourceIndex) => Int32Array | number): Int32Array => {
    const out = new Int32Array(rows)
    let position = 0
    for (const index of indexes) {
      const part = read(index)
      if (typeof part === 'number') out.fill(part, position, position + index.count)
      else out.set(part.subarray(0, index.count), position)
      position += index.count
    }
    return out
  }
  const joined = (read: (index: ResourceIndex) => Uint32Array | Float64Array): Float64Array => {
    const out = new Float64Array(rows)
    let position = 0
    for (const index of indexes) {
      out.set(read(index).subarray(0, index.count), position)
      position += index.count
    }
    return out
  }
  return {
    rows,
    order: () => ({
      group: codes(({ resourceType }) => types.indexOf(resourceType)),
      number: codes(({ resourceType, count }) =>
        Int32Array.from({ length: count }, (_, row) => resourceNumber(resourceType, row))
      )
    }),
    read: (column): Column => {
      switch (column) {
        case 'type':
          return {
            kind: 'dictionary',
            codes: codes((index) => indexes.indexOf(index)),
            values: indexes.map(({ resourceType }) => resourceType)
          }
        case 'id':
          return gatherIds(indexes.map(({ ids }) => ({ column: ids })))
        case 'patient_id':
          return patientKeys(
            store,
            codes(({ patient }) => patient)
          )
        case 'file':
          return { kind: 'dictionary', codes: codes(({ file }) => file), values: store.files }
        case 'profile':
          return { kind: 'dictionary', codes: codes(({ profile }) => profile), values: store.profiles }
        case 'byte_offset':
          return { kind: 'number', values: joined(({ offset }) => offset) }
        default: {
          const values = joined((index) => (column === 'line' ? index.line : index.length))
          return {
            kind: 'integer',
            values: Int32Array.from(values, (value) => (value > 0x7fffffff ? NO_INTEGER : value))
          }
        }
      }
    }
  }
}
