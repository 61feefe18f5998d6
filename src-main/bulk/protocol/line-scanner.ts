/** What the lines of one file were. */
export interface LineReport {
  /** Lines that are not blank, header lines of patients included. */
  readonly lines: number
  readonly headers: number
  readonly types: Readonly<Record<string, { readonly resources: number; readonly rejected: number }>>
  /** The last line ends as JSON does; false when a file was cut inside a line. */
  readonly endsWhole: boolean
  readonly bytes: number
}

/** Looks at lines while they stream through. */
export interface LineScanner {
  /** Lines so far that are not blank. */
  readonly lines: number
  push(chunk: Uint8Array): void
  finish(): LineReport
}

const newLine = 10
/** The beginning of every file is parsed in full; what is wrong with all of a file shows there. */
const bytesParsedInFull = 128 * 1024
const maxLineBytes = 256 * 1024 * 1024
const headPattern = /^\{\s*"resourceType"\s*:\s*"([A-Za-z]{1,64})"\s*,\s*"id"\s*:\s*"[^"\\]{1,64}"/
/** Enough bytes to see the type and the id where they come first. */
const headBytes = 256

/**
 * Counts resources of a file by type. A line counts when it is an object of the expected type with an id. Behind the first
 * 128 KB, a line that begins so and ends as an object does is not parsed; any other one is, before it is rejected. What
 * is wrong in the middle of such a line is found, counted and said when the data are loaded.
 * @param expected type that the manifest names; `undefined` where a file holds several
 */
export function createLineScanner(expected: string | undefined): LineScanner {
  const counts = new Map<string, { resources: number; rejected: number }>()
  const head = expected === undefined ? undefined : Buffer.from(`{"resourceType":"${expected}","id":"`)
  let rest: Buffer[] = []
  let restBytes = 0
  let tooLong = false
  let lines = 0
  let headers = 0
  let bytes = 0
  let endsWhole = true
  let parsedBytes = 0
  /** Lines that count by their first and their last bytes. */
  let plain = 0

  function count(type: string, verdict: 'resources' | 'rejected'): void {
    const entry = counts.get(type) ?? { resources: 0, rejected: 0 }
    entry[verdict] += 1
    counts.set(type, entry)
  }

  function look(line: Buffer): void {
    let end = line.length
    while (end > 0 && isSpace(line[end - 1]!)) end -= 1
    let start = lines === 0 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0
    while (start < end && isSpace(line[start]!)) start += 1
    if (start === end) return
    lines += 1
    const closed = line[end - 1] === 0x7d
    endsWhole = closed
    if (closed && parsedBytes < bytesParsedInFull) {
      parsedBytes += line.length
      lookClosely(line.toString('utf8', start, end))
      return
    }
    if (closed && head !== undefined && startsWith(line, start, end, head)) {
      plain += 1
      return
    }
    const type = closed
      ? headPattern.exec(line.toString('latin1', start, Math.min(end, start + headBytes)))?.[1]
      : undefined
    if (type !== undefined) {
      if (expected === undefined || type === expected) count(type, 'resources')
      else count(expected, 'rejected')
      return
    }
    lookClosely(line.toString('utf8', start, end))
  }

  function lookClosely(text: string): void {
    const { resourceType, id } = parsed(text)
    if (expected === undefined && resourceType === 'Parameters') {
      headers += 1
      return
    }
    // Bundles and outcomes need no id.
    const named = typeof id === 'string' || resourceType === 'Bundle' || resourceType === 'OperationOutcome'
    const fits = typeof resourceType === 'string' && (expected === undefined || resourceType === expected)
    if (resourceType !== undefined) endsWhole = true
    count(
      expected ?? (typeof resourceType === 'string' ? resourceType : 'unknown'),
      fits && named ? 'resources' : 'rejected'
    )
  }

  /** Almost every line is such a one, so it is not even cut out. */
  function isPlain(buffer: Buffer, from: number, to: number): boolean {
    if (head === undefined || restBytes > 0 || parsedBytes < bytesParsedInFull) return false
    return buffer[to - 1] === 0x7d && startsWith(buffer, from, to, head)
  }

  function take(piece: Buffer): void {
    if (tooLong) {
      tooLong = false
      lines += 1
      count(expected ?? 'unknown', 'rejected')
    } else if (rest.length === 0) look(piece)
    else look(Buffer.concat([...rest, piece]))
    rest = []
    restBytes = 0
  }

  return {
    get lines() {
      return lines
    },
    push(chunk) {
      const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      bytes += buffer.length
      let from = 0
      for (let index = buffer.indexOf(newLine); index >= 0; index = buffer.indexOf(newLine, from)) {
        if (index === from && restBytes === 0) {
          // A file may hold gigabytes of empty lines.
          while (buffer[from] === newLine) from += 1
          continue
        }
        if (isPlain(buffer, from, index)) {
          lines += 1
          plain += 1
          endsWhole = true
        } else take(buffer.subarray(from, index))
        from = index + 1
      }
      if (from === buffer.length) return
      restBytes += buffer.length - from
      if (restBytes > maxLineBytes) {
        tooLong = true
        rest = []
      } else if (!tooLong) rest.push(Buffer.from(buffer.subarray(from)))
    },
    finish() {
      if (restBytes > 0) take(Buffer.alloc(0))
      if (expected !== undefined && plain > 0) {
        const { resources = 0, rejected = 0 } = counts.get(expected) ?? {}
        counts.set(expected, { resources: resources + plain, rejected })
      }
      return { lines, headers, types: Object.fromEntries(counts), endsWhole, bytes }
    }
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09
}

function startsWith(line: Buffer, start: number, end: number, head: Buffer): boolean {
  if (end - start <= head.length) return false
  for (let index = 0; index < head.length; index += 1) if (line[start + index] !== head[index]) return false
  return true
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
