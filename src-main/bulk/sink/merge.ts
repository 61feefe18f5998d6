import { defined } from '#shared/language/defined.ts'
import type { CommittedPart, ExportSink } from './export-sink.ts'
import { byteLines, textLines } from '../protocol/text-lines.ts'

/** The files of the export that an incremental one builds on. */
export interface PreviousExport {
  /** Distinct; the order of the names is that of the files. */
  readonly names: readonly string[]
  /** Whether so many of its lines are blank, or so many files small, that they are rewritten without them. */
  readonly isSparse: boolean
  read(name: string): AsyncIterable<Uint8Array>
}

/** What {@link mergePrevious} puts together. */
export interface MergeOptions {
  readonly previous: PreviousExport
  readonly sink: ExportSink
  /** Parts of the new export. */
  readonly parts: readonly string[]
  /** Keys `Type/id` that were removed on the server. */
  readonly removed: ReadonlySet<string>
  /** Types of which nothing of the earlier export stays, as all of them arrived again. */
  readonly replacedTypes?: ReadonlySet<string>
}

const head = /^\uFEFF?\{"resourceType":"([A-Za-z]+)","id":"([^"\\]+)"/
const bytesPerWrite = 1024 * 1024
/** Text after which another file of the same type begins. */
const bytesPerFile = 256 * 1024 * 1024
const typeName = /^[A-Z][A-Za-z]{1,63}$/

/**
 * Copies what still holds of an earlier export: every resource that is neither in the new export nor removed. Together with
 * the new parts it is what a full export would have brought. A resource that is new and removed at once is new. What holds stays at its
 * place in its file, with blank lines where something holds no longer, so that what was made of the earlier export can tell what changed;
 * of a sparse one, files of one type become one without blank lines, so that many refreshes do not leave many small files.
 * @returns the files of the earlier export, in the order of their names there; they are named so that they stand before any new file
 */
export async function mergePrevious({
  previous,
  sink,
  parts,
  removed,
  replacedTypes = new Set()
}: MergeOptions): Promise<CommittedPart[]> {
  const replaced = new Set<string>()
  for (const part of parts) for await (const line of linesOf(sink.read(part))) replaced.add(keyOf(line))
  const holds = (key: string): boolean =>
    !replaced.has(key) && !removed.has(key) && !replacedTypes.has(key.slice(0, key.indexOf('/')))
  return previous.isSparse ? joinKept(previous, sink, holds) : copyKept(previous, sink, holds)
}

async function copyKept(
  previous: PreviousExport,
  sink: ExportSink,
  holds: (key: string) => boolean
): Promise<CommittedPart[]> {
  const merged: CommittedPart[] = []
  const places = new Map(inOrder(previous.names).map((name, place) => [name, place + 1]))
  for (const name of previous.names) {
    const open = await startKept(sink, defined(places.get(name)), typeIn(name))
    try {
      const blanked: number[] = []
      let blankBytes = 0
      for await (const line of byteLines(previous.read(name))) {
        const from = line.offset === 0 && line.bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0
        const key = isBlankLine(line.bytes) ? undefined : keyOf(line.bytes.toString('utf8', from).trimEnd())
        if (key !== undefined && holds(key)) await open.add(line.bytes, key)
        else {
          blankBytes += line.bytes.length
          if (key !== undefined) blanked.push(line.offset + from)
          await open.add(blankOf(line.bytes, from), undefined)
        }
      }
      merged.push({ ...(await open.end()), blanked, blankBytes })
    } catch (error) {
      // What went wrong first is what is said; the part is shown to nobody.
      await open.drop().catch(() => undefined)
      throw error
    }
  }
  return merged
}

async function joinKept(
  previous: PreviousExport,
  sink: ExportSink,
  holds: (key: string) => boolean
): Promise<CommittedPart[]> {
  const merged: CommittedPart[] = []
  let open: KeptFile | undefined
  const names = inOrder(previous.names).sort((a, b) => (typeIn(a) < typeIn(b) ? -1 : typeIn(a) > typeIn(b) ? 1 : 0))
  try {
    for (const name of names) {
      for await (const line of linesOf(previous.read(name))) {
        const key = keyOf(line)
        if (!holds(key)) continue
        if (open !== undefined && (open.type !== typeIn(name) || open.textBytes > bytesPerFile)) {
          merged.push(await open.end())
          open = undefined
        }
        open ??= await startKept(sink, merged.length + 1, typeIn(name))
        await open.add(Buffer.from(`${line}\n`), key)
      }
    }
    if (open !== undefined) merged.push(await open.end())
    return merged
  } catch (error) {
    // As above.
    await open?.drop().catch(() => undefined)
    throw error
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32]

/** Files are in the order of their names. */
function inOrder(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function isBlankLine(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === space || byte === lineFeed || byte === carriageReturn || byte === tab)
}

/** A line of the same length with nothing in it. @param from its first byte behind a byte order mark */
function blankOf(bytes: Uint8Array, from: number): Buffer {
  const blank = Buffer.from(bytes)
  blank.fill(space, from, bytes.at(-1) === lineFeed ? bytes.length - 1 : bytes.length)
  return blank
}

/** A file of lines that still hold. */
interface KeptFile {
  readonly type: string
  readonly textBytes: number
  /** @param line with its end @param key of the resource; undefined for a blank line */
  add(line: Uint8Array, key: string | undefined): Promise<void>
  end(): Promise<CommittedPart>
  /** Lets go of the file as it is. */
  drop(): Promise<void>
}

async function startKept(sink: ExportSink, number: number, type: string): Promise<KeptFile> {
  const part = `kept-${String(number).padStart(6, '0')}`
  const writer = await sink.open(part, 0)
  const types: Record<string, number> = {}
  let pending: Uint8Array[] = []
  let length = 0
  let textBytes = 0
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return
    const block = Buffer.concat(pending)
    textBytes += block.length
    await writer.write(block)
    pending = []
    length = 0
  }
  return {
    type,
    get textBytes() {
      return textBytes
    },
    async add(line, key) {
      // The memory of a line is that of the chunk that it came with.
      pending.push(Uint8Array.from(line))
      length += line.length
      const resourceType = key?.slice(0, Math.max(0, key.indexOf('/')))
      if (resourceType !== undefined && typeName.test(resourceType))
        types[resourceType] = (types[resourceType] ?? 0) + 1
      if (length > bytesPerWrite) await flush()
    },
    async end() {
      await flush()
      const facts = await writer.close()
      return { part, name: `${part}.${type}.ndjson`, textBytes, types, ...facts }
    },
    async drop() {
      await writer.close()
    }
  }
}

/** How many different people are among the resources of some parts: servers repeat a person in several files. */
export async function countPeople(parts: readonly CommittedPart[], sink: ExportSink): Promise<number> {
  const people = new Set<string>()
  for (const { part, types } of parts) {
    if (types['Patient'] === undefined) continue
    for await (const line of linesOf(sink.read(part))) {
      const key = keyOf(line)
      if (key.startsWith('Patient/')) people.add(key)
    }
  }
  return people.size
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
    const { resourceType, id: resourceId } = JSON.parse(line) as { resourceType?: unknown; id?: unknown }
    return typeof resourceType === 'string' && typeof resourceId === 'string' ? `${resourceType}/${resourceId}` : line
  } catch {
    return line
  }
}

/** Lines that are not blank. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const line of textLines(chunks)) if (line.trim() !== '') yield line
}
