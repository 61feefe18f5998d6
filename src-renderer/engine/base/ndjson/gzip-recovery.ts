import { createGzipReader } from './inflate.ts'

/**
 * Compressed bytes that were passed over because they are damaged: `[from, to)` of the file as it lies. They begin where
 * decompression failed, or with their member when it failed beyond its end.
 */
export interface DamagedBytes {
  readonly from: number
  readonly to: number
}

/** Receives what a damaged gzip file still holds, in order. */
export interface RecoverySink {
  /** Decompressed bytes; valid only during the call. */
  bytes(bytes: Uint8Array): void
  /** What follows does not continue what came before: a damaged part of the file lies between. */
  gap(damaged: DamagedBytes): void
}

/** Reads gzip with damaged members: everything before the damage, and the members after it. */
export interface GzipRecovery {
  /**
   * Takes the next compressed bytes.
   * @returns false when nothing that follows will be read
   */
  push(chunk: Uint8Array): boolean
  /**
   * Must be called once, after the last bytes; may still give some.
   * @returns whether the data ended where a member ends; gaps before it do not count
   */
  end(): boolean
}

/** Damage is noticed late: the next member may begin this far before the place where decompression failed. */
const LOOK_BACK = 64 * 1024
/** Text that a member must give before it is believed, unless it ends earlier with the right checksum. */
const PROOF = 32 * 1024
/** Compressed bytes that a member may take to give its proof: more than the same text takes uncompressed. */
const MAX_TRIAL = 64 * 1024
/** The search is given up after this many bytes that only looked like the beginning of a member. */
const MAX_FAILURES = 2000

interface Trial {
  readonly start: number
  readonly reader: ReturnType<typeof createGzipReader>
  readonly held: Uint8Array[]
  heldBytes: number
}

/**
 * Decompresses gzip (RFC 1952) and goes on after a damaged member at the next member header whose data decompress. What
 * only looks like a header is found out: a member is believed when its checksum is right or when 32 KiB of it decompressed.
 */
export function createGzipRecovery(sink: RecoverySink): GzipRecovery {
  let reader = createGzipReader((bytes) => sink.bytes(bytes))
  /** Where the first byte of `reader` lies in the file. */
  let readerAt = 0
  /** The last bytes of the file so far, and where they begin. */
  let recent: Uint8Array = new Uint8Array(0)
  let recentAt = 0
  let searching = false
  let damagedMember = 0
  let damageFrom = 0
  let searchAt = 0
  let trial: Trial | undefined
  let failures = 0

  function remember(chunk: Uint8Array): void {
    const wanted = trial?.start ?? (searching ? searchAt : recentAt + recent.length - LOOK_BACK)
    const from = Math.min(Math.max(0, wanted - recentAt), recent.length)
    const joined = new Uint8Array(recent.length - from + chunk.length)
    joined.set(recent.subarray(from))
    joined.set(chunk, recent.length - from)
    recent = joined
    recentAt += from
  }

  function startSearch(): void {
    searching = true
    damageFrom = readerAt + reader.position()
    damagedMember = readerAt + reader.memberStart()
    searchAt = Math.max(damagedMember + 1, damageFrom - LOOK_BACK, recentAt)
  }

  function startTrial(start: number): Trial {
    const chunks: Uint8Array[] = []
    const next: Trial = {
      start,
      held: chunks,
      heldBytes: 0,
      reader: createGzipReader((bytes) => {
        if (trial === next) {
          chunks.push(bytes.slice())
          next.heldBytes += bytes.length
        } else sink.bytes(bytes)
      })
    }
    return next
  }

  /** Gives the trial more, and decides about it when that is possible. */
  function judge(candidate: Trial, chunk: Uint8Array): void {
    const intact = candidate.reader.push(chunk)
    const proven = candidate.heldBytes >= PROOF || candidate.reader.members() > 0
    if (proven) {
      trial = undefined
      searching = false
      reader = candidate.reader
      readerAt = candidate.start
      const { start } = candidate
      sink.gap({ from: damageFrom < start ? damageFrom : damagedMember, to: start })
      for (const bytes of candidate.held) sink.bytes(bytes)
      if (!intact) startSearch()
    } else if (!intact || recentAt + recent.length - candidate.start > MAX_TRIAL) {
      reject(candidate)
    }
  }

  function reject({ start }: Trial): void {
    trial = undefined
    failures++
    searchAt = start + 1
  }

  /** Looks for the next member in the bytes at hand. */
  function search(): void {
    while (searching && trial === undefined && failures <= MAX_FAILURES) {
      const start = nextHeader(recent, searchAt - recentAt)
      if (start === undefined) {
        searchAt = Math.max(searchAt, recentAt + recent.length - HEADER_BYTES + 1)
        return
      }
      trial = startTrial(recentAt + start)
      judge(trial, recent.subarray(start))
    }
  }

  return {
    push(chunk) {
      remember(chunk)
      if (trial !== undefined) judge(trial, chunk)
      else if (!searching && !reader.push(chunk)) startSearch()
      search()
      return failures <= MAX_FAILURES
    },
    end() {
      while (trial !== undefined) {
        reject(trial)
        search()
      }
      return !searching && reader.end()
    }
  }
}

const HEADER_BYTES = 10

/** Where a member header may begin (RFC 1952 §2.3): the magic bytes, DEFLATE, no reserved flag, a known effort and system. */
function nextHeader(bytes: Uint8Array, from: number): number | undefined {
  for (let index = bytes.indexOf(0x1f, Math.max(0, from)); index >= 0; index = bytes.indexOf(0x1f, index + 1)) {
    if (index + HEADER_BYTES > bytes.length) return undefined
    const [effort, system] = [bytes[index + 8]!, bytes[index + 9]!]
    const known = (effort === 0 || effort === 2 || effort === 4) && (system <= 13 || system === 255)
    if (bytes[index + 1] === 0x8b && bytes[index + 2] === 8 && (bytes[index + 3]! & 0xe0) === 0 && known) return index
  }
  return undefined
}
