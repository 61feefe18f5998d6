import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportSink } from '../../src-main/bulk/sink/export-sink.ts'
import { createSealedSink } from '../../src-main/bulk/sink/sealed-sink.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A sealed sink in a folder of a test, whose files can be looked at and cut. */
export async function openSealedSink(): Promise<{
  readonly sink: ExportSink
  readonly bytesOf: (part: string) => Buffer
  readonly cut: (part: string, bytes: number) => void
}> {
  const folder = temporaryFolder()
  const pathOf = (part: string): string => join(folder, `${part}.sealed`)
  const sink = createSealedSink({
    files: diskFiles,
    folder,
    snapshot: '0'.repeat(32),
    key: Buffer.alloc(32, 5),
    commit: async () => undefined
  })
  return {
    sink,
    bytesOf: (part) => readFileSync(pathOf(part)),
    cut: (part, bytes) => truncateSync(pathOf(part), readFileSync(pathOf(part)).length - bytes)
  }
}

/** The text of a part. */
export async function partText(sink: ExportSink, part: string, length?: number): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of sink.read(part, length)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
