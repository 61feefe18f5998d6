import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { readPlaces } from '#engine/measures/chunk/read-places.ts'
import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import { AppError } from '#shared/app-error.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { PacketWriter } from './packet-writer.ts'
import type { MeasurePart } from './part-protocol.ts'

/** A part and the patients that it is for. */
export interface FedPart {
  readonly part: MeasurePart
  readonly ranges: readonly PatientRange[]
}

/**
 * Reads the records at some places again from their files and hands each to the part of its patient; those of no patient
 * to all parts.
 * @param onBytes called with bytes of records that were read
 * @throws AppError `unreadable-file` when the files have changed since
 */
export async function feedParts(
  files: Pick<OpenedFiles, 'open'>,
  places: readonly FilePlaces[],
  parts: readonly FedPart[],
  onBytes: (bytes: number) => void
): Promise<void> {
  const feeds = parts.map(({ part }) => new PartFeed(part))
  for (const item of places) {
    const found = await feedFile(files.open(item.file), item, parts, feeds, onBytes)
    if (found < item.offsets.length) {
      throw new AppError('unreadable-file', m.theFilesOfTheDataHave)
    }
  }
  for (const feed of feeds) await feed.settle()
}

/** Packets that may wait in the thread of a part. */
const MAX_WAITING = 3

/** Sends records to a part, which works while more are read. */
class PartFeed {
  readonly writer = new PacketWriter()
  readonly #part: MeasurePart
  #sent: Promise<void>[] = []

  constructor(part: MeasurePart) {
    this.#part = part
  }

  /** Sends what was written. Resolves when there is room for more. */
  async send(): Promise<void> {
    const packet = this.writer.take()
    const sent = this.#part.extract(transfer(packet, [packet.bytes.buffer]))
    // What it came to is asked for later.
    sent.catch(() => undefined)
    this.#sent.push(sent)
    if (this.#sent.length >= MAX_WAITING) await this.#sent.shift()
  }

  /** Waits until everything that was sent was taken. */
  async settle(): Promise<void> {
    await Promise.all(this.#sent)
    this.#sent = []
  }
}

async function feedFile(
  open: OpenBytes,
  places: FilePlaces,
  parts: readonly FedPart[],
  feeds: readonly PartFeed[],
  onBytes: (bytes: number) => void
): Promise<number> {
  const writers = feeds.map(({ writer }) => writer)
  const send = async (onlyFull: boolean): Promise<void> => {
    for (const feed of feeds) if (onlyFull ? feed.writer.isFull : !feed.writer.isEmpty) await feed.send()
  }
  const found = await readPlaces(
    open,
    places,
    (ordinal, bytes) => {
      onBytes(bytes.length)
      if (ordinal < 0) for (const writer of writers) writer.add(ordinal, bytes)
      else writers[partOf(ordinal, parts)]?.add(ordinal, bytes)
    },
    { between: () => send(true) }
  )
  await send(false)
  return found
}

function partOf(ordinal: number, parts: readonly FedPart[]): number {
  return parts.findIndex(({ ranges }) => ranges.some(({ first, count }) => ordinal >= first && ordinal < first + count))
}
