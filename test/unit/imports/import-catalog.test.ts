import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { createImportCatalog } from '../../../src-main/services/imports/import-catalog.ts'
import { openOnDisk, rangeFrom } from '../../../src-main/services/imports/read-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let issued = 0
const catalog = () => createImportCatalog({ random: { token: () => `import-${++issued}` } })
const text = (stream: ReadableStream<Uint8Array>) =>
  new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text()
const line = '{"resourceType":"Patient","id":"ä"}\n'

function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

async function zip(entries: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  for (const [name, content] of Object.entries(entries)) await writer.add(name, new TextReader(content))
  return writer.close()
}

describe('an import', () => {
  it('lists a folder and what is inside it in a stable order', async () => {
    const folder = temporaryFolder()
    write(folder, {
      'b/Patient.ndjson': line,
      'a.ndjson.gz': gzipSync(line),
      'b/2/Condition.ndjson': line,
      'c.zip': await zip({ 'x/Patient.ndjson': line, 'notes.txt': 'x' }),
      '.hidden/Patient.ndjson': line,
      'b/.DS_Store': 'x',
      LICENSE: 'Apache',
      'counts.json': '{"a":1}',
      'table.csv': 'a,b',
      Bundle: '{"resourceType":"Bundle"}'
    })
    const { label, kind, files, skipped } = await catalog().open([folder])
    expect(kind).toBe('files')
    expect(folder.endsWith(label)).toBe(true)
    expect(files.map(({ name }) => name)).toEqual([
      'Bundle',
      'a.ndjson.gz',
      'b/2/Condition.ndjson',
      'b/Patient.ndjson',
      'c.zip/x/Patient.ndjson'
    ])
    expect(files[1]!.bytes).toBe(gzipSync(line).length)
    expect(files[4]!.bytes).toBe(Buffer.byteLength(line))
    expect(skipped.map(({ name }) => name).sort()).toEqual([
      '.hidden',
      'LICENSE',
      'b/.DS_Store',
      'c.zip/notes.txt',
      'counts.json',
      'table.csv'
    ])
  })
  it('takes files that are named, whatever their names are', async () => {
    const folder = temporaryFolder()
    write(folder, { 'export.txt': line, 'Patient.ndjson': line })
    const { label, files } = await catalog().open([join(folder, 'export.txt'), join(folder, 'Patient.ndjson')])
    expect(label).toBe('export.txt and 1 more')
    expect(files.map(({ name }) => name)).toEqual(['export.txt', 'Patient.ndjson'])
  })
  it('walks each folder once, whatever links there are', async () => {
    const folder = temporaryFolder()
    write(folder, { 'a/Patient.ndjson': line })
    symlinkSync(folder, join(folder, 'a/up'))
    symlinkSync(join(folder, 'a'), join(folder, 'again'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'))
    const { files, skipped } = await catalog().open([folder])
    expect(files.map(({ name }) => name)).toEqual(['a/Patient.ndjson'])
    expect(skipped.map(({ name }) => name)).toEqual(['a/up', 'again', 'broken'])
  })
  it('says what cannot be opened', async () => {
    await expect(catalog().open([join(temporaryFolder(), 'nothing')])).rejects.toMatchObject({ code: 'not-found' })
    await expect(catalog().read('unknown', 0)).rejects.toMatchObject({ code: 'not-found' })
  })
  it('keeps an archive that cannot be opened in the list, to be counted', async () => {
    const folder = temporaryFolder()
    write(folder, { 'bad.zip': 'no archive' })
    const imports = catalog()
    const { importId, files } = await imports.open([folder])
    expect(files).toEqual([{ name: 'bad.zip', bytes: 0 }])
    await expect(imports.read(importId, 0)).rejects.toMatchObject({ code: 'unreadable-file' })
  })
  it('reads files as they are, archive entries decompressed, and ranges of the text', async () => {
    const folder = temporaryFolder()
    const packed = gzipSync(line)
    write(folder, { 'a.ndjson': line, 'b.ndjson.gz': packed, 'c.zip': await zip({ 'Patient.ndjson': line }) })
    const imports = catalog()
    const { importId } = await imports.open([folder])
    expect(await text(await imports.read(importId, 0))).toBe(line)
    expect(
      new Uint8Array(
        await new Response((await imports.read(importId, 1)) as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()
      )
    ).toEqual(new Uint8Array(packed))
    expect(await text(await imports.read(importId, 2))).toBe(line)
    expect(imports.bytes(importId, 1)).toBe(packed.length)
    const paths = [0, 1, 2].map((file) => imports.onDisk(importId, file)?.path)
    expect(paths).toEqual([join(folder, 'a.ndjson'), join(folder, 'b.ndjson.gz'), undefined])
    const offset = Buffer.from(line).indexOf('"id"')
    for (const file of [0, 1, 2]) {
      expect(await text(await imports.read(importId, file, { offset, length: 9 }))).toBe('"id":"ä"')
      expect(await text(await imports.read(importId, file, { offset: offset + 9, length: 999 }))).toBe('}\n')
      expect(await text(await imports.read(importId, file, { offset: 0, length: 0 }))).toBe('')
    }
    await imports.close(importId)
    expect(() => imports.bytes(importId, 0)).toThrow('no longer open')
  })
  it.runIf(existsSync('/proc/self/fd'))('closes a file that turns out to be unreadable', async () => {
    const folder = temporaryFolder()
    write(folder, { 'a.ndjson': line })
    const imports = catalog()
    const { importId } = await imports.open([folder])
    const path = join(folder, 'a.ndjson')
    rmSync(path)
    mkdirSync(path)
    await expect(imports.read(importId, 0, { offset: 0, length: 9 })).rejects.toThrow('has changed since')
    const opened = readdirSync('/proc/self/fd').flatMap((fd) => {
      const target = join('/proc/self/fd', fd)
      return existsSync(target) ? [readlinkSync(target)] : []
    })
    expect(opened).not.toContain(path)
  })

  it.each(['Patient.ndjson', 'Patient.ndjson.gz'])(
    'reads nothing of %s when it is another one than was listed',
    async (name) => {
      const folder = temporaryFolder()
      const content = (id: string): Uint8Array => {
        const bytes = Buffer.from(line.replace('ä', id))
        return name.endsWith('.gz') ? gzipSync(bytes) : bytes
      }
      write(folder, { [name]: content('a') })
      const files = catalog()
      const { importId } = await files.open([folder])
      const onDisk = files.onDisk(importId, 0)!
      const range = { offset: 0, length: 20 }
      expect(await text(await files.read(importId, 0, range))).toBe(line.slice(0, 20))
      // Places of records were found in the file before: they would be those of other people.
      write(folder, { [name]: content('b') })
      utimesSync(join(folder, name), 1, 1)
      const reads = [
        () => files.read(importId, 0, range),
        () => files.read(importId, 0),
        () => openOnDisk(onDisk, rangeFrom(9)),
        () => openOnDisk(onDisk, rangeFrom(0))
      ]
      for (const read of reads)
        await expect(read()).rejects.toMatchObject({
          code: 'unreadable-file',
          message: 'A file has changed since it was opened. Open the data again.'
        })
    }
  )

  it('may come from elsewhere', async () => {
    const imports = catalog()
    const source = { name: 'Patient.ndjson', bytes: 3, read: () => Promise.resolve(new Blob(['abc']).stream()) }
    const listing = imports.add({ label: 'Sample', kind: 'sample', sources: [source], skipped: [] })
    expect(listing).toEqual({
      importId: listing.importId,
      label: 'Sample',
      kind: 'sample',
      files: [{ name: 'Patient.ndjson', bytes: 3 }],
      skipped: []
    })
    expect(await text(await imports.read(listing.importId, 0))).toBe('abc')
  })
})
