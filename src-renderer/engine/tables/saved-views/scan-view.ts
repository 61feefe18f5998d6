import { defined } from '#shared/language/defined.ts'
import { releaseVotes } from '../../base/fhir/fhir-release.ts'
import type { LineSink } from '../../base/ndjson/line-splitter.ts'
import { readChunk } from '../../ingest/scanner/read-chunk.ts'
import { lineScanner } from '../../ingest/scanner/scan-lines.ts'
import { createScanSession } from '../../ingest/scanner/scan-session.ts'
import { isFull } from '../../store/collect/chunk-builder.ts'
import type { ColumnChunk } from '../../store/model/chunk.ts'
import { NONE } from '../../store/model/column.ts'
import { referenceKey } from '../../views/reference-key.ts'
import type { ScannableView, ScannedSource } from './scannable-view.ts'

/** Receives the rows of a view in their order. */
export interface MixedRows {
  /** A row that closures made. */
  row(row: readonly unknown[]): void
  /** Takes columns that the scanner filled, one for each of the view. @returns what takes over their rows `[from, to)` */
  scanned(columns: readonly ColumnChunk[]): (from: number, to: number) => void
}

/** Reads lines straight into columns; rows of other lines are put between theirs. */
export interface ViewScan {
  /** Begins a file. @param offsets of its stored resources of the view's type, ascending */
  begin(offsets: Float64Array): void
  readonly lines: NonNullable<LineSink['lines']>
  /** Takes a row that closures made of the line at hand. */
  add(row: readonly unknown[]): void
  /** Enough was collected; {@link flush} should be called. */
  readonly full: boolean
  /** Hands all rows on. @returns stored resources that the scanner has read */
  flush(): number
}

/** Makes the scan of a view; undefined without WebAssembly. */
export function createViewScan({ plan, columns }: ScannableView, rows: MixedRows): ViewScan | undefined {
  const session = createScanSession(plan)
  if (session === undefined) return undefined
  const { kernel } = session
  let votes = releaseVotes()
  let stored = new Float64Array(0)
  let next = 0
  /** Rows of closures, each with the number of rows that the scanner had made before. */
  let waiting: { readonly after: number; readonly row: readonly unknown[] }[] = []

  /** Which resources of a chunk are stored. */
  function storedOf(offsets: Float64Array): Uint8Array {
    return Uint8Array.from(offsets, (offset) => {
      while (next < stored.length && stored[next]! < offset) next++
      return stored[next] === offset ? 1 : 0
    })
  }

  return {
    begin(offsets) {
      votes = releaseVotes()
      stored = offsets as Float64Array<ArrayBuffer>
      next = 0
    },
    lines: lineScanner(session, () => votes),
    add(row) {
      waiting.push({ after: kernel.rowCount(), row: [...row] })
    },
    get full() {
      return isFull({ bytes: kernel.byteCount(), rows: kernel.rowCount() + waiting.length })
    },
    flush() {
      const chunk = readChunk(session, plan, 0)
      session.reset()
      const parsed = waiting
      waiting = []
      let index = 0
      let read = 0
      if (chunk !== undefined) {
        const isStored = storedOf(chunk.resources.offset)
        for (const mark of isStored) read += mark
        const [table] = chunk.tables
        const take = table && rows.scanned(columns.map((source) => columnOf(source, table.columns)))
        const end = table?.rows ?? 0
        for (let from = 0; from < end;) {
          while (index < parsed.length && parsed[index]!.after <= from) rows.row(parsed[index++]!.row)
          const last = Math.min(parsed[index]?.after ?? end, end)
          const state = isStored[defined(table).resource[from]!]
          let to = from + 1
          while (to < last && isStored[defined(table).resource[to]!] === state) to++
          if (state === 1) defined(take)(from, to)
          from = to
        }
      }
      while (index < parsed.length) rows.row(parsed[index++]!.row)
      return read
    }
  }
}

/** A column of the view from those that were scanned. */
function columnOf(source: ScannedSource, columns: readonly ColumnChunk[]): ColumnChunk {
  if (source.kind === 'value') return columns[source.column]!
  const texts = columns[source.text]!
  const types = source.type === undefined ? undefined : columns[source.type]!
  if (texts.kind !== 'dictionary' || (types !== undefined && types.kind !== 'dictionary'))
    throw new Error('a key is made of texts')
  const known = new Map<number, number>()
  const values: string[] = []
  const kinds = (types?.values.length ?? 0) + 1
  const codes = texts.codes.map((code, row) => {
    if (code < 0) return NONE
    const type = types?.codes[row] ?? NONE
    const pair = code * kinds + type + 1
    let key = known.get(pair)
    if (key === undefined) {
      const reference = { reference: texts.values[code], ...(type < 0 ? {} : { type: defined(types).values[type] }) }
      const text = referenceKey(reference, source.target)
      key = text === undefined ? NONE : values.push(text) - 1
      known.set(pair, key)
    }
    return key
  })
  return { kind: 'dictionary', codes, values }
}
