import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { readPlaces } from '#engine/measures/chunk/read-places.ts'
import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { AppError } from '#shared/app-error.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { PacketWriter } from './packet-writer.ts'
import type { MeasurePart } from './part-messages.ts'

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
  for (const item of places) {
    const found = await feedFile(files.open(item.file), item, parts, onBytes)
    if (found < item.offsets.length) {
      throw new AppError('unreadable-file', 'The files of the data have changed while they were read.')
    }
  }
}

async function feedFile(
  open: OpenBytes,
  places: FilePlaces,
  parts: readonly FedPart[],
  onBytes: (bytes: number) => void
): Promise<number> {
  const writers = parts.map(() => new PacketWriter())
  const send = async (onlyFull: boolean): Promise<void> => {
    for (const [index, writer] of writers.entries()) {
      if (onlyFull ? writer.isFull : !writer.isEmpty) await parts[index]!.part.extract(writer.take())
    }
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
