import { defined } from '#shared/language/defined.ts'
import { updateCrc32 } from './crc32.ts'
import {
  codeOrder,
  distanceBase,
  distanceExtra,
  fixedDistances,
  fixedLiterals,
  lengthBase,
  lengthExtra
} from './deflate-tables.ts'
import { buildHuffman, type HuffmanTable } from './huffman.ts'

/** Reads gzip that the built-in decompression refuses: several members, data cut short, damage in the middle. */
export interface GzipReader {
  /**
   * Takes the next compressed bytes and gives everything that can be decompressed so far.
   * @returns false once the data are damaged; later calls give nothing
   */
  push(chunk: Uint8Array): boolean
  /** @returns whether the data ended where a member ends, and every checksum was right */
  end(): boolean
  /** Compressed bytes up to the last unit that was read, counted from the first one pushed. */
  position(): number
  /** Where the member at hand begins; behind the last one, where the next would. */
  memberStart(): number
  /** Members read to their end, their checksums right. */
  members(): number
}

const WINDOW = 32_768
const ROOM = WINDOW * 8

/** Thrown inside when the input at hand ends within a unit; the unit is read again with more input. */
const needMore = new Error('the input at hand ends too early')
const damage = new Error('the data are damaged')

/**
 * Decompresses gzip (RFC 1952) with one or more members, DEFLATE as in RFC 1951.
 * @param sink receives the decompressed bytes in order; valid only during the call
 */
export function createGzipReader(sink: (bytes: Uint8Array) => void): GzipReader {
  const out = new Uint8Array(ROOM + 258)
  let outAt = 0
  let flushed = 0
  let total = 0
  let crc = -1
  let input: Uint8Array = new Uint8Array(0)
  let index = 0
  let bitBuffer = 0
  let bitCount = 0
  let unit: () => boolean = readHeader
  let last = false
  let stored = 0
  let literals: HuffmanTable | undefined
  let distances: HuffmanTable | undefined
  let broken = false
  let atStart = true
  let members = 0
  let discarded = 0
  let memberAt = 0

  function flush(): void {
    if (outAt > flushed) {
      const bytes = out.subarray(flushed, outAt)
      crc = updateCrc32(crc, bytes)
      total = (total + bytes.length) >>> 0
      sink(bytes)
    }
    const keep = Math.min(outAt, WINDOW)
    out.copyWithin(0, outAt - keep, outAt)
    outAt = keep
    flushed = keep
  }

  function bits(count: number): number {
    while (bitCount < count) {
      if (index >= input.length) throw needMore
      bitBuffer |= input[index++]! << bitCount
      bitCount += 8
    }
    const value = bitBuffer & ((1 << count) - 1)
    bitBuffer >>>= count
    bitCount -= count
    return value
  }

  function symbol(table: HuffmanTable): number {
    while (bitCount < table.bits && index < input.length) {
      bitBuffer |= input[index++]! << bitCount
      bitCount += 8
    }
    const entry = table.entries[bitBuffer & ((1 << table.bits) - 1)]!
    const length = entry & 15
    if (entry === 0 || length > bitCount) {
      if (bitCount < table.bits) throw needMore
      throw damage
    }
    bitBuffer >>>= length
    bitCount -= length
    return entry >> 4
  }

  /** Gives whole bytes back that were read ahead into the bit buffer. */
  function alignToByte(): void {
    index -= bitCount >> 3
    bitBuffer = 0
    bitCount = 0
  }

  function byte(): number {
    if (index >= input.length) throw needMore
    return input[index++]!
  }

  function readHeader(): boolean {
    if (index >= input.length) return false
    // Some tools pad the file with zeros.
    if (members > 0 && input[index] === 0) {
      index++
      return true
    }
    if (byte() !== 0x1f || byte() !== 0x8b || byte() !== 8) throw damage
    const flags = byte()
    for (let i = 0; i < 6; i++) byte()
    if (flags & 4) for (let extra = byte() | (byte() << 8); extra > 0; extra--) byte()
    if (flags & 8) while (byte() !== 0);
    if (flags & 16) while (byte() !== 0);
    if (flags & 2) {
      byte()
      byte()
    }
    atStart = false
    outAt = 0
    flushed = 0
    total = 0
    crc = -1
    unit = readBlock
    return true
  }

  function readBlock(): boolean {
    const final = bits(1) === 1
    const kind = bits(2)
    if (kind === 0) {
      alignToByte()
      const length = byte() | (byte() << 8)
      if ((length ^ 0xffff) !== (byte() | (byte() << 8))) throw damage
      stored = length
      unit = readStored
    } else if (kind === 1) {
      literals = fixedLiterals
      distances = fixedDistances
      unit = readCodes
    } else if (kind === 2) {
      readTables()
      unit = readCodes
    } else {
      throw damage
    }
    last = final
    return true
  }

  function readTables(): void {
    const literalCount = bits(5) + 257
    const distanceCount = bits(5) + 1
    const codeCount = bits(4) + 4
    const codeLengths = new Uint8Array(19)
    for (let i = 0; i < codeCount; i++) codeLengths[codeOrder[i]!] = bits(3)
    const codes = buildHuffman(codeLengths)
    if (codes === undefined) throw damage
    const lengths = new Uint8Array(literalCount + distanceCount)
    for (let i = 0; i < lengths.length;) {
      const code = symbol(codes)
      if (code < 16) {
        lengths[i++] = code
        continue
      }
      if (code === 16 && i === 0) throw damage
      const value = code === 16 ? lengths[i - 1]! : 0
      const repeat = code === 16 ? 3 + bits(2) : code === 17 ? 3 + bits(3) : 11 + bits(7)
      if (i + repeat > lengths.length) throw damage
      lengths.fill(value, i, i + repeat)
      i += repeat
    }
    literals = buildHuffman(lengths.subarray(0, literalCount))
    distances = buildHuffman(lengths.subarray(literalCount))
    if (literals === undefined || distances === undefined) throw damage
  }

  function readStored(): boolean {
    if (stored === 0) {
      unit = last ? readTrailer : readBlock
      return true
    }
    const count = Math.min(stored, input.length - index, ROOM - outAt)
    if (count === 0 && index >= input.length) return false
    out.set(input.subarray(index, index + count), outAt)
    outAt += count
    index += count
    stored -= count
    if (outAt >= ROOM) flush()
    return true
  }

  function readCodes(): boolean {
    const code = symbol(defined(literals))
    if (code < 256) {
      out[outAt++] = code
    } else if (code === 256) {
      unit = last ? readTrailer : readBlock
    } else {
      if (code > 285) throw damage
      const length = lengthBase[code - 257]! + bits(lengthExtra[code - 257]!)
      const distanceCode = symbol(defined(distances))
      if (distanceCode > 29) throw damage
      const distance = distanceBase[distanceCode]! + bits(distanceExtra[distanceCode]!)
      if (distance > outAt) throw damage
      for (let i = 0; i < length; i++) {
        out[outAt] = out[outAt - distance]!
        outAt++
      }
    }
    if (outAt >= ROOM) flush()
    return true
  }

  function readTrailer(): boolean {
    alignToByte()
    flush()
    const word = () => (byte() | (byte() << 8) | (byte() << 16) | (byte() << 24)) >>> 0
    const wanted = word()
    const size = word()
    if (wanted !== ~crc >>> 0 || size !== total) throw damage
    members++
    memberAt = discarded + index
    atStart = true
    unit = readHeader
    return true
  }

  return {
    push(chunk) {
      if (broken) return false
      // Up to four bytes stand in the bit buffer and may have to be given back.
      const restStart = Math.max(0, index - 4)
      const rest = input.subarray(restStart)
      const joined = new Uint8Array(rest.length + chunk.length)
      joined.set(rest)
      joined.set(chunk, rest.length)
      input = joined
      index -= restStart
      discarded += restStart
      let mark = 0
      let markBuffer = bitBuffer
      let markCount = bitCount
      try {
        for (;;) {
          mark = index
          markBuffer = bitBuffer
          markCount = bitCount
          if (!unit()) break
        }
      } catch (signal) {
        if (signal === damage) broken = true
        else if (signal !== needMore) throw signal
        index = mark
        bitBuffer = markBuffer
        bitCount = markCount
      }
      flush()
      return !broken
    },
    end: () => !broken && atStart && members > 0,
    position: () => discarded + index,
    memberStart: () => memberAt,
    members: () => members
  }
}
