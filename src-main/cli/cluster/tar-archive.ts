/** A file of an archive. */
export interface TarFile {
  /** Relative path with `/`, up to 255 bytes that can be divided at a slash into 155 and 100. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly executable?: boolean
}

const BLOCK = 512

/**
 * An archive in the ustar format (POSIX.1-2001, pax). Times and owners are left out, so that equal files give an equal archive.
 * @throws RangeError for a name that does not fit
 */
export function* tarArchive(files: readonly TarFile[]): Generator<Uint8Array, void> {
  for (const file of files) {
    yield header(file)
    yield file.bytes
    const rest = (BLOCK - (file.bytes.length % BLOCK)) % BLOCK
    if (rest > 0) yield new Uint8Array(rest)
  }
  yield new Uint8Array(BLOCK * 2)
}

function header({ name, bytes, executable = false }: TarFile): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  const [prefix, rest] = divided(name)
  block.write(rest, 0, 100)
  block.write(executable ? '0000755\0' : '0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\0', 257)
  block.write('00', 263)
  block.write(prefix, 345, 155)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function divided(name: string): readonly [prefix: string, rest: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name]
  for (let index = name.indexOf('/'); index >= 0; index = name.indexOf('/', index + 1)) {
    const [prefix, rest] = [name.slice(0, index), name.slice(index + 1)]
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return [prefix, rest]
  }
  throw new RangeError('the name of a file is too long for an archive')
}
