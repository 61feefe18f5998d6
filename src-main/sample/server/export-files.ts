import { createHash } from 'node:crypto'
import { outcomeText } from './outcome.ts'
import type { ExportFilter, FilterScope } from './export-filter.ts'
import { stateAt } from './export-filter.ts'
import { lineFacts, type HistoryPart, type ResourceHistory } from './resource-history.ts'

/** One file of an export; its bytes are made while they are read. */
export interface ExportFile {
  readonly kind: 'output' | 'deleted' | 'error'
  /** Absent where the file holds several types. */
  readonly type: string | undefined
  /** Resources in it, header lines not counted. */
  readonly count: number
  readonly bytes: number
  readonly etag: string
  read(): AsyncIterable<Uint8Array>
}

const chunkBytes = 256 * 1024
/** Entries in one Bundle of removed resources. */
const removalsPerBundle = 100

/** Makes every file of an export once, to know how long it is, and forgets the bytes. */
export async function listExportFiles(
  history: ResourceHistory,
  scope: FilterScope,
  filter: ExportFilter,
  warnings: readonly string[]
): Promise<ExportFile[]> {
  const { state, parameters } = scope
  const files: ExportFile[] = []
  const add = async (
    kind: ExportFile['kind'],
    type: string | undefined,
    lines: () => AsyncIterable<string>
  ): Promise<void> => {
    const hash = createHash('sha256')
    let bytes = 0
    let count = 0
    for await (const line of lines()) {
      const text = `${line}\n`
      hash.update(text)
      bytes += Buffer.byteLength(text)
      if (!line.startsWith('{"resourceType":"Parameters"')) count += 1
    }
    if (count === 0) return
    const etag = `"${hash.digest('hex').slice(0, 32)}"`
    files.push({ kind, type, count, bytes, etag, read: () => chunked(lines()) })
  }

  const parts = history.parts(state).filter(({ type }) => filter.wantsType(type))
  if (parameters.byPatient) {
    for (const block of new Set(parts.map((part) => part.block))) {
      const blockParts = parts.filter((part) => part.block === block)
      await add('output', undefined, () => byPatient(history, state, blockParts, filter))
    }
  } else {
    for (const part of parts) await add('output', part.type, () => taken(history, state, part, filter))
  }
  if (parameters.since !== undefined) {
    const from = stateAt(history, parameters.since)
    if (from >= 0) await add('deleted', 'Bundle', () => removalBundles(history, from, state, filter))
  }
  if (warnings.length > 0)
    await add('error', 'OperationOutcome', async function* () {
      for (const text of warnings) yield outcomeText('warning', 'not-supported', text)
    })
  return files
}

async function* taken(
  history: ResourceHistory,
  state: number,
  part: HistoryPart,
  filter: ExportFilter
): AsyncGenerator<string> {
  for await (const line of history.lines(state, part)) {
    const filtered = filter.take(line)
    if (filtered !== undefined) yield filtered
  }
}

/** Bulk Data IG 3, `organizeOutputBy`: a Parameters header opens the block of each patient. */
async function* byPatient(
  history: ResourceHistory,
  state: number,
  parts: readonly HistoryPart[],
  filter: ExportFilter
): AsyncGenerator<string> {
  const blocks = new Map<string, string[]>()
  for (const part of parts) {
    for await (const line of taken(history, state, part, filter)) {
      const { patient } = lineFacts(line)
      const block = blocks.get(patient) ?? []
      if (block.push(line) === 1) blocks.set(patient, block)
    }
  }
  for (const [patient, lines] of blocks) {
    if (patient !== '') {
      const header = { name: 'header', valueReference: { reference: `Patient/${patient}` } }
      yield JSON.stringify({ resourceType: 'Parameters', parameter: [header] })
    }
    yield* lines
  }
}

async function* removalBundles(
  history: ResourceHistory,
  from: number,
  to: number,
  filter: ExportFilter
): AsyncGenerator<string> {
  let entry: { request: { method: string; url: string } }[] = []
  const bundle = (): string => JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry })
  for await (const { type, id, patient } of history.removals(from, to)) {
    if (!filter.wantsRemoval(type, patient)) continue
    entry.push({ request: { method: 'DELETE', url: `${type}/${id}` } })
    if (entry.length < removalsPerBundle) continue
    yield bundle()
    entry = []
  }
  if (entry.length > 0) yield bundle()
}

async function* chunked(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let pending: string[] = []
  let length = 0
  for await (const line of lines) {
    pending.push(line)
    length += line.length + 1
    if (length < chunkBytes) continue
    yield Buffer.from(`${pending.join('\n')}\n`)
    pending = []
    length = 0
  }
  if (pending.length > 0) yield Buffer.from(`${pending.join('\n')}\n`)
}
