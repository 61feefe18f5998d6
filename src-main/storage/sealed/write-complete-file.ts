import type { StoreFiles } from './store-files.ts'

/** Writes a new file, and has it on the disk before it resolves. */
export async function writeCompleteFile(files: StoreFiles, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.create(path)
  try {
    await file.write(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
