import { join } from 'node:path'
import { readSealedStart } from '../../storage/sealed/open-sealed.ts'
import { createSealedWriter, type SealedWriter } from '../../storage/sealed/sealed-writer.ts'
import { purposes } from '../../storage/snapshots/snapshot-layout.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'
import type { ExportSink, PartWriter } from './export-sink.ts'

/** Dependencies of {@link createSealedSink}. */
export interface SealedSinkDependencies {
  readonly files: StoreFiles
  /** Absolute path of the folder for the parts; it exists. */
  readonly folder: string
  /** Id and key of the snapshot that the parts will belong to. */
  readonly snapshot: string
  readonly key: Uint8Array
  /** Shows the parts as the snapshot. */
  readonly commit: ExportSink['commit']
}

/**
 * Seals parts while they arrive, as the files of the snapshot that they will be. A part that goes on after a cut is sealed
 * anew from its beginning with a salt of its own, so that no nonce is ever used twice; the old file stays until the new one
 * holds as much.
 */
export function createSealedSink({ files, folder, snapshot, key, commit }: SealedSinkDependencies): ExportSink {
  const pathOf = (part: string): string => join(folder, `${part}.sealed`)
  const contextOf = (part: string) => ({ key, purpose: purposes.part(snapshot, part) })

  async function* read(part: string, length = Infinity): AsyncGenerator<Uint8Array> {
    if (length === 0 || !(await files.list(folder)).includes(`${part}.sealed`)) return
    const bytes = await files.open(pathOf(part))
    let left = length
    try {
      for await (const text of readSealedStart(bytes, contextOf(part))) {
        const piece = text.length > left ? text.subarray(0, left) : text
        left -= piece.length
        yield piece
        if (left === 0) return
      }
    } finally {
      await bytes.close()
    }
  }

  async function copyStart(part: string, length: number, writer: SealedWriter): Promise<void> {
    let copied = 0
    for await (const text of read(part, length)) {
      await writer.write(text)
      copied += text.length
    }
    if (copied !== length) throw new Error('A part is shorter than it was.')
    await writer.sync()
  }

  return {
    read,
    async open(part, offset) {
      const next = join(folder, `${part}.next`)
      await files.remove(next)
      if (offset === 0) {
        await files.remove(pathOf(part))
        return partWriter(await createSealedWriter(files, pathOf(part), contextOf(part)))
      }
      const writer = await createSealedWriter(files, next, contextOf(part))
      try {
        await copyStart(part, offset, writer)
        await files.rename(next, pathOf(part))
        await files.syncFolder(folder)
      } catch (error) {
        await writer.abort()
        throw error
      }
      return partWriter(writer)
    },
    commit,
    async tidy() {
      for (const name of await files.list(folder)) await files.remove(join(folder, name))
    }
  }
}

function partWriter(writer: SealedWriter): PartWriter {
  return {
    write: (bytes) => writer.write(bytes),
    sync: () => writer.sync(),
    async close() {
      const { sealedBytes, sha256 } = await writer.finish()
      return { storedBytes: sealedBytes, sha256 }
    }
  }
}
