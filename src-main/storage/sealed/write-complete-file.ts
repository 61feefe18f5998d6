import { asSpaceError } from '../files/space-error.ts'
import type { StoreFiles } from './store-files.ts'

/** Writes a new file, and has it on the disk before it resolves. @throws AppError `out-of-space` */
export async function writeCompleteFile(files: StoreFiles, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.create(path)
  try {
    await file.write(bytes)
    await file.sync()
  } catch (error) {
    throw asSpaceError(error)
  } finally {
    await file.close()
  }
}
