import type { OpenBytes } from '../ndjson/gunzip.ts'
import { readBundle, readResources, type PieceSink } from '../ndjson/read-resources.ts'
import { typeHint } from '../store/check-resource.ts'
import type { RecordBatch } from './record-batches.ts'

/**
 * Reads the records of a batch again from their files.
 * @param open gives the bytes of a file from the beginning
 * @returns the JSON text of the records by place in `batch.patients`; with no patients, of all records under 0
 */
export async function readBatch(
  batch: RecordBatch,
  open: (file: number) => OpenBytes
): Promise<readonly (readonly Uint8Array[])[]> {
  const records: Uint8Array[][] = Array.from({ length: Math.max(1, batch.patients.length) }, () => [])
  for (const [file, offsets] of batch.files) {
    const sink: PieceSink = {
      piece(bytes, line, offset) {
        const at = offsets.get(offset)
        if (at !== undefined) records[Math.max(0, at)]!.push(bytes.slice())
        else if (typeHint(bytes) === 'Bundle') readBundle(bytes, line, offset, sink)
      },
      // What is lost was counted when the population was opened.
      fault: () => undefined
    }
    await readResources(open(file), sink)
  }
  return records
}
