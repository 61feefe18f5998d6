import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * Appends text and waits until it is on the disk.
 *
 * @throws the file system's error; the text may then stand in the file in part
 */
export async function appendDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Appends text and starts a new file when the old one is full: `a.log` becomes `a.log.1`, `a.log.1` becomes `a.log.2`.
 * Without waiting for the disk: meant for logs.
 */
export function appendRotating(
  path: string,
  text: string,
  { maxBytes, keptFiles }: { readonly maxBytes: number; readonly keptFiles: number }
): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > 0 && size + Buffer.byteLength(text) > maxBytes) {
    for (let index = keptFiles - 1; index >= 1; index -= 1) {
      if (existsSync(`${path}.${index}`)) renameSync(`${path}.${index}`, `${path}.${index + 1}`)
    }
    renameSync(path, `${path}.1`)
  }
  appendFileSync(path, text, { mode: 0o600 })
}
