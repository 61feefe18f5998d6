import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'

/** Where a text was found, and how it was written there. */
export interface Trace {
  readonly place: string
  readonly form: string
}

/** A text as bytes, in the forms in which a file may hold it. */
function formsOf(text: string): readonly { readonly form: string; readonly bytes: Buffer }[] {
  const utf8 = Buffer.from(text)
  // A text inside of others begins at any of three places of base64; its edges depend on its neighbors.
  const base64 = [0, 1, 2].map((shift) => {
    const written = Buffer.concat([Buffer.alloc(shift, 32), utf8])
      .toString('base64')
      .replace(/=+$/, '')
    return written.slice(shift === 0 ? 0 : shift + 1, -1)
  })
  return [
    { form: 'plain', bytes: utf8 },
    { form: 'UTF-16', bytes: Buffer.from(text, 'utf16le') },
    { form: 'hexadecimal', bytes: Buffer.from(utf8.toString('hex')) },
    { form: 'escaped', bytes: Buffer.from(encodeURIComponent(text)) },
    ...base64.map((written) => ({ form: 'base64', bytes: Buffer.from(written) }))
  ].filter(({ bytes }) => bytes.length >= 6)
}

const maxBytes = { maxOutputLength: 256 * 1024 * 1024 }
/** How a packed part begins, by what it is: a member of gzip, an entry of a zip archive. */
const packers: Readonly<Record<string, { readonly start: Buffer; readonly unpack: (bytes: Buffer) => Buffer }>> = {
  gzip: { start: Buffer.from([0x1f, 0x8b, 0x08]), unpack: (bytes) => gunzipSync(bytes, maxBytes) },
  zip: {
    start: Buffer.from('PK\x03\x04', 'latin1'),
    unpack: (bytes) => inflateRawSync(bytes.subarray(30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28)), maxBytes)
  }
}

/** What packed parts within bytes unpack to; what only looks like one is left out. */
function* unpacked(bytes: Buffer): Generator<{ readonly packer: string; readonly part: Buffer }> {
  for (const [packer, { start, unpack }] of Object.entries(packers))
    for (let index = bytes.indexOf(start); index >= 0; index = bytes.indexOf(start, index + 1)) {
      try {
        yield { packer, part: unpack(bytes.subarray(index)) }
      } catch (error) {
        // Bytes that happen to be the same, or a member that others follow.
        if (!(error instanceof Error)) throw error
      }
    }
}

/** Every text that bytes hold, in any form, packed or not. */
export function tracesIn(place: string, bytes: Buffer, texts: readonly string[]): Trace[] {
  const forms = texts.flatMap(formsOf)
  const within = (part: Buffer, packed: string): Trace[] =>
    forms.filter((item) => part.includes(item.bytes)).map(({ form }) => ({ place, form: `${packed}${form}` }))
  return [...within(bytes, ''), ...[...unpacked(bytes)].flatMap(({ packer, part }) => within(part, `${packer}, `))]
}

/** The same for all files below a folder, with their names. Files that go away meanwhile are left out. */
export function tracesBelow(folder: string, texts: readonly string[]): Trace[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    const named = texts.filter((text) => entry.name.includes(text)).map(() => ({ place: path, form: 'name' }))
    return entry.isFile() ? [...named, ...tracesIn(path, readIfThere(path), texts)] : named
  })
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Arguments and environment of a process and all that it started, on Linux. */
export function tracesOfProcesses(root: number, texts: readonly string[]): Trace[] {
  return familyOf(root).flatMap((pid) =>
    ['cmdline', 'environ'].flatMap((what) => tracesIn(`${what} of a process`, readProc(`${pid}/${what}`), texts))
  )
}

function familyOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      parent: Number(/\) \S (\d+)/.exec(readProc(`${name}/stat`).toString())?.[1])
    }))
  const found = [root]
  for (const pid of found) found.push(...parents.filter(({ parent }) => parent === pid).map((item) => item.pid))
  return found
}

/** A process may end at any moment. */
function readProc(path: string): Buffer {
  try {
    return readFileSync(`/proc/${path}`)
  } catch {
    return Buffer.alloc(0)
  }
}
