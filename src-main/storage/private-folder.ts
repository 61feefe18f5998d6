import { mkdir } from 'node:fs/promises'

/** Makes a folder that only this user may look into, with the folders above it. Does nothing when it exists. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}
