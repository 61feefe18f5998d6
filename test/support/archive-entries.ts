import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'

/** The files of a zip archive, by name. */
export async function entriesOf(archive: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const reader = new ZipReader(new Uint8ArrayReader(archive), { useWebWorkers: false })
  const files = new Map<string, Uint8Array>()
  for (const entry of await reader.getEntries())
    files.set(entry.filename, await (entry as FileEntry).getData(new Uint8ArrayWriter()))
  await reader.close()
  return files
}
