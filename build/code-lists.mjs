/**
 * Writes out the codes of the built-in value sets (resources/measures/core/value-sets): follows the rules of
 * `compose` in public code tables and writes `expansion`, which the measures use. The tables are not part of the
 * project; docs/code-lists.md says where they are had. The same tables and rules give the same bytes.
 *
 *   node build/code-lists.mjs TABLES [ID…]
 *
 * TABLES is a folder with `icd10cm_order_YEAR.txt` and `icd10pcs_order_YEAR.txt` of each fiscal year, and with
 * RXNCONSO.RRF and RXNREL.RRF of RxNorm Current Prescribable Content in `rrf`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { expand, systems } from './code-lists/expand.mjs'
import { readOrderFiles } from './code-lists/icd.mjs'
import { readRxNorm } from './code-lists/rxnorm.mjs'

const folder = resolve(import.meta.dirname, '../resources/measures/core/value-sets')
const [tables, ...only] = process.argv.slice(2)
if (tables === undefined) throw new Error('Name the folder of the code tables.')

const orderFiles = (start) =>
  readdirSync(tables)
    .filter((name) => name.startsWith(start))
    .map((name) => join(tables, name))
const terminologies = {
  tables: {
    [systems.icd10cm]: readOrderFiles(orderFiles('icd10cm_order_')),
    [systems.icd10pcs]: readOrderFiles(orderFiles('icd10pcs_order_'))
  },
  rxnorm: readRxNorm(join(tables, 'rrf'))
}

/** JSON with each code on a line of its own, as Prettier leaves it. */
function onLines(json) {
  return json.replaceAll(
    /\{\n\s+("(?:system|code)": "[^"]*"(?:,\n\s+"(?:code|display|inactive)": (?:"(?:[^"\\]|\\.)*"|true))*)\n\s+\}/g,
    (whole, inner) => {
      const line = `{ ${inner.replaceAll(/\n\s+/g, ' ')} }`
      return line.length <= 100 ? line : whole
    }
  )
}

for (const name of readdirSync(folder).sort()) {
  const id = basename(name, '.json')
  if (only.length > 0 && !only.includes(id)) continue
  const file = join(folder, name)
  const valueSet = JSON.parse(readFileSync(file, 'utf8'))
  const contains = expand(valueSet.compose, terminologies)
  const { total: before } = valueSet.expansion ?? { total: 0 }
  valueSet.expansion = { timestamp: valueSet.date, total: contains.length, contains }
  writeFileSync(file, `${onLines(JSON.stringify(valueSet, undefined, 2))}\n`)
  process.stdout.write(`${id}: ${before} → ${contains.length}\n`)
}
