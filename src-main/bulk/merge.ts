import type { ExportSink } from './export-sink.ts'

/** The files of the export that an incremental one builds on. */
export interface PreviousExport {
  readonly names: readonly string[]
  read(name: string): AsyncIterable<Uint8Array>
}

/** What {@link mergePrevious} puts together. */
export interface MergeParts {
  readonly previous: PreviousExport
  readonly sink: ExportSink
  /** Parts of the new export. */
  readonly parts: readonly string[]
  /** Keys `Type/id` that were removed on the server. */
  readonly removed: ReadonlySet<string>
}

/** What was written of one earlier file. */
export interface MergedPart {
  readonly part: string
  readonly name: string
  readonly kept: number
}

const head = /^\uFEFF?\{"resourceType":"([A-Za-z]+)","id":"([^"\\]+)"/
const bytesPerWrite = 1024 * 1024

/**
 * Copies what still holds of an earlier export: every resource that is neither in the new export nor removed. Together with
 * the new parts it is what a full export would have brought. A resource that is new and removed at once is new.
 */
export async function mergePrevious({ previous, sink, parts, removed }: MergeParts): Promise<MergedPart[]> {
  const replaced = new Set<string>()
  for (const part of parts) for await (const line of linesOf(sink.read(part))) replaced.add(keyOf(line))
  const merged: MergedPart[] = []
  for (const [index, name] of previous.names.entries()) {
    const part = `kept-${String(index + 1).padStart(5, '0')}`
    const writer = await sink.open(part, 0)
    let pending: string[] = []
    let length = 0
    let kept = 0
    const flush = async (): Promise<void> => {
      if (pending.length > 0) await writer.write(Buffer.from(`${pending.join('\n')}\n`))
      pending = []
      length = 0
    }
    try {
      for await (const line of linesOf(previous.read(name))) {
        const key = keyOf(line)
        if (replaced.has(key) || removed.has(key)) continue
        pending.push(line)
        length += line.length
        kept += 1
        if (length > bytesPerWrite) await flush()
      }
      await flush()
      await writer.sync()
    } finally {
      await writer.close()
    }
    if (kept > 0) merged.push({ part, name: `0${String(index + 1).padStart(5, '0')}.${typeIn(name)}.ndjson`, kept })
  }
  return merged
}

/** The type in a file name of ours, `00001.Patient.ndjson`. */
function typeIn(name: string): string {
  return /\.([A-Za-z]+)\.ndjson$/.exec(name)?.[1] ?? 'kept'
}

/** `Type/id`; lines that are no resources get a key that nothing else has and stay. */
function keyOf(line: string): string {
  const [, type, id] = head.exec(line) ?? []
  if (type !== undefined && id !== undefined) return `${type}/${id}`
  try {
    const { resourceType, id: own } = JSON.parse(line) as { resourceType?: unknown; id?: unknown }
    return typeof resourceType === 'string' && typeof own === 'string' ? `${resourceType}/${own}` : line
  } catch {
    return line
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield line
  }
  if (rest.trim() !== '') yield rest
}
