import type { OpenBytes } from '../../base/ndjson/gunzip.ts'
import { readBundle, readResources, type ReadOptions } from '../../base/ndjson/read-resources.ts'
import type { PieceSink } from '../../base/ndjson/piece-sink.ts'
import { typeHint } from '../../store/collect/check-resource.ts'
import { PlaceReader, type PlaceList } from './place-list.ts'

/**
 * Reads a file once and gives the records at some places.
 * @param open gives the file's bytes from the beginning
 * @param take receives the patient's ordinal and the JSON text of a record, which is valid only during the call
 * @returns how many of the records were found; fewer than the places when the file has changed
 * @throws the signal's reason when it is aborted
 */
export async function readPlaces(
  open: OpenBytes,
  places: PlaceList,
  take: (ordinal: number, json: Uint8Array) => void,
  options: ReadOptions = {}
): Promise<number> {
  const next = new PlaceReader(places)
  let found = 0
  const sink: PieceSink = {
    piece(bytes, line, offset) {
      while (!next.isAtEnd && next.offset < offset) next.next()
      if (!next.isAtEnd && next.offset === offset) {
        take(next.ordinal, bytes)
        found++
      } else if (typeHint(bytes) === 'Bundle') readBundle(bytes, line, offset, sink)
    },
    // What is lost was counted when the population was opened.
    fault: () => undefined
  }
  await readResources(open, sink, options)
  return found
}
