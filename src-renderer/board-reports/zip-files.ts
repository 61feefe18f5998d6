import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string
  readonly content: string | Uint8Array
}

/**
 * Files as a zip archive.
 * @param password encrypts every file with AES-256 (WinZip AE-2), which 7-Zip, WinZip and macOS' Archive utilities read
 */
export async function zipFiles(files: readonly ArchivedFile[], password?: string): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    level: 6,
    ...(password === undefined ? {} : { password, encryptionStrength: 3 as const })
  })
  const encoder = new TextEncoder()
  for (const { name, content } of files)
    await zip.add(name, new Uint8ArrayReader(typeof content === 'string' ? encoder.encode(content) : content))
  return new Uint8Array(await zip.close())
}
