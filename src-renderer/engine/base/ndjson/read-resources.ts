import { UnpackLimitError } from '#shared/unpack-limit.ts'
import { createByteBuffer } from './byte-buffer.ts'
import { createDocumentSplitter } from './document-splitter.ts'
import { plainBytes, type OpenBytes, type PlainBytes } from './gunzip.ts'
import { createLineSplitter, MAX_PIECE_BYTES, type ByteSplitter, type LineSink } from './line-splitter.ts'
import { RECOGNISE_BYTES, recogniseForm, type FileForm } from './recognise.ts'

/** Why a line or an entry could not be read as a resource's text. */
export type PieceFault =
  | 'not-json'
  | 'not-a-resource'
  | 'line-too-long'
  | 'truncated-file'
  | 'unreadable-file'
  | 'unpacks-too-far'
  | 'not-utf8'

/** Receives what a file is made of, in order. Lines count from 1, offsets from the first decompressed byte. */
export interface PieceSink {
  /**
   * One line of NDJSON (perhaps blank), one entry of a Bundle, one element of an array, or a whole document.
   * @param bytes JSON text, valid only during the call
   */
  piece(bytes: Uint8Array, line: number, offset: number, fullUrl: string | undefined): void
  /** Takes whole lines of NDJSON at once; see {@link LineSink}. Those that it refuses come as pieces. */
  lines?: LineSink['lines']
  /** A line or entry that is lost. `truncated-file`, `unreadable-file` and `unpacks-too-far` stand for all that would have followed. */
  fault(reason: PieceFault, line: number, offset: number): void
}

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
}

/**
 * Reads one file of any known form: NDJSON, a Bundle, an array of Bundles or resources, one resource; plain or gzipped.
 * Memory is bounded by the longest line or entry. Damage is reported to the sink and never thrown.
 * @throws the signal's reason when it is aborted
 */
export async function readResources(open: OpenBytes, sink: PieceSink, options: ReadOptions = {}): Promise<FileOutcome> {
  let bytes = 0
  const plain = plainBytes(open, options.onBytes, true)
  const prefix = createByteBuffer()
  const pieces = watched(sink)
  let reading: Reading | undefined

  for await (const chunk of plain.chunks) {
    options.signal?.throwIfAborted()
    bytes += chunk.length
    if (reading !== undefined) {
      reading.splitter.push(chunk)
    } else {
      prefix.append(chunk)
      if (prefix.length < RECOGNISE_BYTES) continue
      reading = begin(prefix.view(), pieces, options)
      prefix.clear()
      if (reading === undefined) return { format: 'unreadable', bytes, lineEnds: 0 }
    }
    await options.between?.()
  }
  options.signal?.throwIfAborted()

  const cut = endFault(plain)
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
  if (cut !== undefined) pieces.ended(cut)
  return { format: reading.format(), bytes, lineEnds: reading.splitter.lineEnds }
}

/** What ended a file before its time. */
function endFault(plain: PlainBytes): PieceFault | undefined {
  const failure = plain.failure()
  if (failure instanceof UnpackLimitError) return 'unpacks-too-far'
  if (failure !== undefined) return 'unreadable-file'
  return plain.damaged() ? 'truncated-file' : undefined
}

interface Reading {
  readonly splitter: ByteSplitter
  format(): FileOutcome['format']
}

/** @returns undefined, after telling the sink, when the content is no text */
function begin(
  prefix: Uint8Array,
  sink: PieceSink,
  { limit = MAX_PIECE_BYTES, form = recogniseForm(prefix) }: ReadOptions
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
    reading = { splitter, format: () => 'ndjson' }
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
    piece: (content, at, place, fullUrl) => {
      sink.piece(content, line + at - 1, offset + place, fullUrl)
    },
    fault: (reason, at, place) => {
      sink.fault(reason, line + at - 1, offset + place)
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

/** Counts a line that was cut in two by the file's damaged end once, as what it is. */
function watched(sink: PieceSink) {
  let line = 0
  let place = 0
  let cutBy: PieceFault | undefined
  let told = false
  const takeLines = sink.lines
  const lines: PieceSink['lines'] = (block, first, offset, limit, refused) => {
    let refusals = 0
    let end = 0
    const taken = takeLines!(block, first, offset, limit, (from, to, number) => {
      refusals++
      end = to
      refused(from, to, number)
    })
    if (end < block.length) {
      line = first + taken + refusals - 1
      place = offset + block.length - (block[block.length - 2] === 13 ? 2 : 1)
    }
    return taken
  }
  return {
    ...(takeLines === undefined ? {} : { lines }),
    piece(bytes: Uint8Array, at: number, offset: number, fullUrl: string | undefined) {
      line = at
      place = offset + bytes.length
      if (cutBy !== undefined && !isComplete(bytes)) this.fault(cutBy, at, offset)
      else sink.piece(bytes, at, offset, fullUrl)
    },
    fault(reason: PieceFault, at: number, offset: number) {
      if (cutBy !== undefined) told = true
      sink.fault(cutBy ?? reason, at, offset)
    },
    cut(reason: PieceFault) {
      cutBy = reason
    },
    ended(reason: PieceFault) {
      if (!told) sink.fault(reason, line + 1, place)
    }
  }
}

function isComplete(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}
