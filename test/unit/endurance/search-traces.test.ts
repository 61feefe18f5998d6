import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tracesBelow, tracesIn, tracesOfProcesses } from '../../endurance/search-traces.ts'

const secret = 'Zanzibarre'
const formsOf = (bytes: Buffer): string[] => [...new Set(tracesIn('x', bytes, [secret]).map(({ form }) => form))]

it.each([
  ['plain', Buffer.from(`a ${secret} b`)],
  ['UTF-16', Buffer.from(`a ${secret} b`, 'utf16le')],
  ['hexadecimal', Buffer.from(Buffer.from(secret).toString('hex'))],
  ['gzip, plain', Buffer.concat([Buffer.from('head'), gzipSync(`a ${secret} b`)])]
])('finds a text as %s', (form, bytes) => {
  expect(formsOf(bytes)).toContain(form)
})

it('finds a text in a zip archive, and in one behind other bytes', async () => {
  const writer = new ZipWriter(new BlobWriter())
  await writer.add('a.csv', new TextReader('nothing '.repeat(50)))
  await writer.add('b.csv', new TextReader(`${'many '.repeat(50)}${secret}`))
  const archive = Buffer.from(await (await writer.close()).arrayBuffer())
  expect(formsOf(archive)).toContain('zip, plain')
  expect(formsOf(Buffer.concat([Buffer.from('head'), archive]))).toContain('zip, plain')
})

it.each(['', 'a', 'ab', 'abc'])('finds a text in base64 behind %j', (before) => {
  expect(formsOf(Buffer.from(Buffer.from(`${before}${secret} and more`).toString('base64')))).toContain('base64')
})

it('finds nothing where nothing is', () => {
  expect(formsOf(Buffer.from('Zanzibar'))).toEqual([])
  expect(formsOf(gzipSync('Zanzibar'))).toEqual([])
})

it('looks at names of files and at processes', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, `${secret}.txt`), '')
  expect(tracesBelow(folder, [secret])).toMatchObject([{ form: 'name' }])
  if (process.platform !== 'linux') return
  const argument = process.argv[0]!
  expect(tracesOfProcesses(process.pid, [argument]).length).toBeGreaterThan(0)
  expect(tracesOfProcesses(process.pid, ['no such text anywhere'])).toEqual([])
})
