/**
 * Translates the CQL of the built-in measures (resources/measures/core) to ELM and writes `<name>.elm.json` beside each
 * `<name>.cql`. The same CQL gives the same bytes. With --check nothing is written; the exit code tells whether every
 * file is up to date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { createTranslator } from './translate-cql.mjs'

const folder = resolve(import.meta.dirname, '../resources/measures/core')
const check = process.argv.includes('--check')
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.cql'))
  .sort()
  .map((name) => join(folder, name))
const translate = createTranslator(files)
let failed = false

for (const file of files) {
  if (only.length > 0 && !only.includes(basename(file, '.cql'))) continue
  const { elm, errors } = translate(readFileSync(file, 'utf8'))
  const name = relative(folder, file)
  if (elm === undefined) {
    failed = true
    process.stderr.write(`${name}\n${errors.map((error) => `  ${error}\n`).join('')}`)
    continue
  }
  const target = file.replace(/\.cql$/, '.elm.json')
  const text = `${JSON.stringify(elm)}\n`
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
  if (check) {
    failed = true
    process.stderr.write(`${name}: its ELM is not up to date; run "npm run build:measures".\n`)
  } else {
    writeFileSync(target, text)
    process.stdout.write(`${name}\n`)
  }
}
process.exitCode = failed ? 1 : 0
