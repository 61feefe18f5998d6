import type { PieceFault, PieceSink } from './piece-sink.ts'
import { UnpackLimitError } from '#shared/unpack-limit.ts'
import { createByteBuffer } from './byte-buffer.ts'
import { createDocumentSplitter } from './document-splitter.ts'
import { plainBytes, type OpenBytes, type PlainBytes, type Unzip } from './gunzip.ts'
import { watchDamage } from './watch-damage.ts'
import { createLineSplitter, MAX_PIECE_BYTES, type ByteSplitter } from './line-splitter.ts'
import { RECOGNIZE_BYTES, recognizeForm, type FileForm } from './recognize.ts'

/** How a file turned out. */
export interface FileOutcome {
  readonly format: 'ndjson' | 'bundle' | 'bundle-array' | 'json' | 'unreadable'
  /** Bytes of text, after decompression. */
  readonly bytes: number
  readonly lineEnds: number
}

/** How {@link readResources} is watched and bounded. */
export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Told the size of every chunk taken from the source, compressed where it is. */
  readonly onBytes?: (bytes: number) => void
  /** Called between chunks; reading waits for it. */
  readonly between?: () => Promise<void> | void
  /** Longest line or resource, in bytes. */
  readonly limit?: number
  /** The form when it is known, as for the later parts of a file; else it is told from the first bytes. */
  readonly form?: FileForm
  /** As in `PlainOptions`. */
  readonly unzip?: Unzip
}

/**
 * Reads one file of any known form: NDJSON, a Bundle, an array of Bundles or resources, one resource; plain or gzipped.
 * Memory is bounded by the longest line or entry. Damage is reported to the sink and never thrown.
 * @throws the signal's reason when it is aborted
 */
export async function readResources(open: OpenBytes, sink: PieceSink, options: ReadOptions = {}): Promise<FileOutcome> {
  let bytes = 0
  const prefix = createByteBuffer()
  const pieces = watchDamage(sink)
  let reading: Reading | undefined
  /** A document cannot be read on behind a gap: what it was nested in is not known. */
  let ended = false
  const plain = plainBytes(open, {
    ...(options.onBytes === undefined ? {} : { onBytes: options.onBytes }),
    ...(options.unzip === undefined ? {} : { unzip: options.unzip }),
    reuse: true,
    onGap(damaged) {
      if (reading === undefined && prefix.length > 0) reading = begin(prefix.view(), pieces, options)
      prefix.clear()
      if (reading === undefined) pieces.fault('damaged-part', 1, 0, damaged)
      else if (reading.breakLine === undefined) ended = true
      else {
        pieces.cut('damaged-part', damaged)
        reading.breakLine()
        pieces.ended()
      }
    }
  })

  for await (const chunk of plain.chunks) {
    if (ended) break
    options.signal?.throwIfAborted()
    bytes += chunk.length
    if (reading !== undefined) {
      reading.splitter.push(chunk)
    } else {
      if (prefix.length > 0 || chunk.length < RECOGNIZE_BYTES) prefix.append(chunk)
      const beginning = prefix.length > 0 ? prefix.view() : chunk
      if (beginning.length < RECOGNIZE_BYTES) continue
      reading = begin(beginning, pieces, options)
      prefix.clear()
      if (reading === undefined) return { format: 'unreadable', bytes, lineEnds: 0 }
    }
    await options.between?.()
  }
  options.signal?.throwIfAborted()

  const cut = ended ? 'truncated-file' : endFault(plain)
  if (reading === undefined) {
    if (prefix.length > 0) {
      reading = begin(prefix.view(), pieces, options)
    } else if (cut === undefined) {
      return { format: 'ndjson', bytes, lineEnds: 0 }
    }
    if (reading === undefined) {
      if (cut !== undefined) pieces.fault(cut, 1, 0)
      return { format: 'unreadable', bytes, lineEnds: 0 }
    }
  }
  if (cut !== undefined) pieces.cut(cut)
  reading.splitter.end()
  if (cut !== undefined) pieces.ended()
  return { format: reading.format(), bytes, lineEnds: reading.splitter.lineEnds }
}

/** What ended a file before its time. */
function endFault(plain: PlainBytes): PieceFault | undefined {
  const failure = plain.failure()
  if (failure instanceof UnpackLimitError) return 'unpacks-too-far'
  if (failure !== undefined) return 'unreadable-file'
  return plain.endsEarly() ? 'truncated-file' : undefined
}

interface Reading {
  readonly splitter: ByteSplitter
  /** Undefined for a document. */
  readonly breakLine?: () => void
  format(): FileOutcome['format']
}

/** @returns undefined, after telling the sink, when the content is no text */
function begin(
  prefix: Uint8Array,
  sink: PieceSink,
  { limit = MAX_PIECE_BYTES, form = recognizeForm(prefix) }: ReadOptions
): Reading | undefined {
  if (form === 'not-text') {
    sink.fault('not-utf8', 1, 0)
    return undefined
  }
  let reading: Reading
  if (form === 'lines') {
    const splitter = createLineSplitter(
      {
        line: (content, line, offset) => {
          sink.piece(content, line, offset, undefined)
        },
        tooLong: (line, offset) => {
          sink.fault('line-too-long', line, offset)
        },
        ...(sink.lines === undefined ? {} : { lines: sink.lines })
      },
      limit
    )
    reading = { splitter, breakLine: () => splitter.breakLine(), format: () => 'ndjson' }
  } else {
    const splitter = createDocumentSplitter(documentSink(sink), limit)
    reading = { splitter, format: () => splitter.shape }
  }
  reading.splitter.push(prefix)
  return reading
}

/** Reads a piece that holds a Bundle itself: an NDJSON line or an entry. Offsets are counted from the piece's own. */
export function readBundle(bytes: Uint8Array, line: number, offset: number, sink: PieceSink): void {
  const shifted: PieceSink = {
    piece: (content, position, place, fullUrl) => {
      sink.piece(content, line + position - 1, offset + place, fullUrl)
    },
    fault: (reason, position, place) => {
      sink.fault(reason, line + position - 1, offset + place)
    }
  }
  const splitter = createDocumentSplitter(documentSink(shifted))
  splitter.push(bytes)
  splitter.end()
}

function documentSink(sink: PieceSink) {
  const fault = (reason: PieceFault) => (line: number, offset: number) => {
    sink.fault(reason, line, offset)
  }
  return {
    resource(content: Uint8Array, line: number, offset: number, fullUrl: string | undefined) {
      sink.piece(content, line, offset, fullUrl)
    },
    notResource: fault('not-a-resource'),
    tooLong: fault('line-too-long'),
    broken: fault('not-json'),
    truncated: fault('truncated-file')
  }
}
