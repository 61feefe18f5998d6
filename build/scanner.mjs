/**
 * Builds the scanner's WebAssembly from src-renderer/engine/ingest/scanner/kernel and writes it, as text, to kernel-bytes.ts
 * beside that folder. The same source and compiler give the same bytes. With --check nothing is written; the exit code
 * tells whether the file is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import asc from 'assemblyscript/asc'

const folder = resolve(import.meta.dirname, '../src-renderer/engine/ingest/scanner')
const target = join(folder, 'kernel-bytes.ts')

let bytes
const messages = []
const { error } = await asc.main(
  [
    'lines.ts',
    '--outFile',
    'kernel.wasm',
    '-O2',
    '--converge',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--use',
    'abort='
  ],
  {
    readFile(name, base) {
      try {
        return readFileSync(join(folder, 'kernel', base, name), 'utf8')
      } catch {
        return null
      }
    },
    writeFile(_name, contents) {
      bytes = contents
    },
    listFiles: () => [],
    stderr: { write: (text) => messages.push(text) },
    stdout: { write: (text) => messages.push(text) }
  }
)
if (error !== null || bytes === undefined) {
  process.stderr.write(messages.join('') + String(error))
  process.exit(1)
}

const text = `/** The scanner's WebAssembly in base64. Made by build/scanner.mjs from the folder kernel; do not edit. */
export const kernelBytes =
  '${Buffer.from(bytes).toString('base64')}'
`
if (!process.argv.includes('--check')) {
  writeFileSync(target, text)
  process.stdout.write(`${bytes.length} bytes of WebAssembly\n`)
} else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('kernel-bytes.ts is not what its source makes. Run: node build/scanner.mjs\n')
  process.exit(1)
}
