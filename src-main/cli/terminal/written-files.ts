/** A file that a command wrote. */
export interface WrittenFile {
  /** In hexadecimal digits. */
  readonly sha256: string
  readonly bytes: number
}

/** Hashes that one record holds; reports for very many groups have more files. */
const MAX_HASHES = 100

const written = new WeakMap<object, WrittenFile[]>()

/** Notes a file for the record of what left. @param io of the command */
export function noteWritten(io: object, file: WrittenFile): void {
  const files = written.get(io) ?? []
  files.push(file)
  written.set(io, files)
}

/** What the audit log says of the files that a command wrote since the last call; nothing where there are none. */
export function takeWritten(io: object): Readonly<Record<string, string | number>> {
  const files = written.get(io) ?? []
  written.delete(io)
  if (files.length === 0) return {}
  const hashes = files.slice(0, MAX_HASHES).map(({ sha256 }) => sha256)
  const unlisted = files.length - hashes.length
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: hashes.join(' '),
    ...(unlisted === 0 ? {} : { unlistedFiles: unlisted })
  }
}
