import { tableFacts, type ExportTable } from './export-table.ts'
import { parquetChunk, parquetType } from './parquet-column.ts'
import { thriftBytes, type ThriftStruct } from './thrift-writer.ts'

const magic = new TextEncoder().encode('PAR1')
const DEFAULT_GROUP_ROWS = 1 << 20
const encodings = { plain: 0, rle: 3, rleDictionary: 8 } as const

/** Rows of a table for one file. */
export interface ParquetRange {
  /** The first row; 0 when absent. */
  readonly first?: number
  /** The row after the last; the number of rows when absent. */
  readonly end?: number
  readonly groupRows?: number
}

/**
 * A table as an Apache Parquet file in parts: optional columns, texts by dictionary, not compressed. What the table and
 * its columns mean, and where it comes from, stands in the file's key-value metadata.
 * @param first the file gets the rows `[first, end)`
 * @param groupRows rows of a row group, 1 or more
 */
export function* parquetParts(
  table: ExportTable,
  { first: begin = 0, end: last = table.rows, groupRows = DEFAULT_GROUP_ROWS }: ParquetRange = {}
): Generator<Uint8Array<ArrayBuffer>, void> {
  let offset = magic.length
  const groups: ThriftStruct[] = []
  yield magic
  for (let first = begin; first < last; first += groupRows) {
    const end = Math.min(first + groupRows, last)
    const start = offset
    const chunks: ThriftStruct[] = []
    for (const column of table.columns) {
      const { dictionary, page } = parquetChunk(column, first, end)
      const chunkStart = offset
      if (dictionary !== undefined) {
        const header = pageHeader(2, dictionary.bytes.length, {
          7: { struct: { 1: dictionary.count, 2: encodings.plain } }
        })
        yield header
        yield dictionary.bytes
        offset += header.length + dictionary.bytes.length
      }
      const dataStart = offset
      const encoding = dictionary === undefined ? encodings.plain : encodings.rleDictionary
      const header = pageHeader(0, page.length, {
        5: { struct: { 1: end - first, 2: encoding, 3: encodings.rle, 4: encodings.rle } }
      })
      yield header
      yield page
      offset += header.length + page.length
      const size = { i64: offset - chunkStart }
      chunks.push({
        2: { i64: chunkStart },
        3: {
          struct: {
            1: parquetType(column).type,
            2: {
              list: [encodings.plain, encodings.rle, ...(dictionary === undefined ? [] : [encodings.rleDictionary])]
            },
            3: { list: [column.name] },
            4: 0,
            5: { i64: end - first },
            6: size,
            7: size,
            9: { i64: dataStart },
            11: dictionary === undefined ? undefined : { i64: chunkStart }
          }
        }
      })
    }
    groups.push({
      1: { list: chunks.map((struct) => ({ struct })) },
      2: { i64: offset - start },
      3: { i64: end - first }
    })
  }
  const footer = thriftBytes(fileMetadata(table, last - begin, groups))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, footer.length, true)
  yield footer
  yield length
  yield magic
}

function pageHeader(type: number, bytes: number, rest: ThriftStruct): Uint8Array<ArrayBuffer> {
  return thriftBytes({ 1: type, 2: bytes, 3: bytes, ...rest })
}

function fileMetadata(table: ExportTable, rows: number, groups: readonly ThriftStruct[]): ThriftStruct {
  const columns = table.columns.map((column): ThriftStruct => {
    const { type, converted, logical } = parquetType(column)
    return { 1: type, 3: 1, 4: column.name, 6: converted, 10: logical === undefined ? undefined : { struct: logical } }
  })
  return {
    1: 2,
    2: { list: [{ 4: 'schema', 5: columns.length }, ...columns].map((struct) => ({ struct })) },
    3: { i64: rows },
    4: { list: groups.map((struct) => ({ struct })) },
    5: { list: tableFacts(table).map(([key, value]) => ({ struct: { 1: key, 2: value } })) },
    6: 'Populus'
  }
}
