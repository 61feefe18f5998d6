import { resolve } from 'node:path'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import type { OpenBytes } from '#engine/ndjson/gunzip.ts'
import { readPlaces } from '#engine/measures/chunk/read-places.ts'
import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { AppError } from '#shared/app-error.ts'
import { systemRandom } from '../../host/system.ts'
import { createImportCatalog } from '../../imports/import-catalog.ts'
import { keptPath } from '../../snapshots/read-kept.ts'
import { keptSources } from '../open-kept.ts'
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
 * @param paths what the population was opened from
 * @param files names of the population's files
 * @throws AppError `unreadable-file` when the files have changed since
 */
export async function feedParts(
  paths: readonly string[],
  files: readonly string[],
  places: readonly FilePlaces[],
  parts: readonly FedPart[]
): Promise<void> {
  const catalog = createImportCatalog({ random: systemRandom })
  const kept = paths.length === 1 ? keptPath(resolve(paths[0]!)) : undefined
  const listing =
    kept === undefined ? await catalog.open(paths.map((path) => resolve(path))) : catalog.add(await keptSources(kept))
  const { importId } = listing
  if (listing.files.length !== files.length || listing.files.some(({ name }, index) => name !== files[index])) {
    throw changed()
  }
  for (const one of places) {
    const found = await feedFile(() => catalog.read(importId, one.file), one, parts)
    if (found < one.offsets.length) throw changed()
  }
  await catalog.close(importId)
}

function changed(): AppError {
  return new AppError('unreadable-file', 'The files of the data have changed while they were read.')
}

async function feedFile(open: OpenBytes, places: FilePlaces, parts: readonly FedPart[]): Promise<number> {
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
