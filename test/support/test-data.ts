import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { skipped } from './skipped.ts'

/** A folder next to the checkout that holds both `data` and `conformance`. */
function besideCheckout(): string | undefined {
  const parent = resolve(import.meta.dirname, '../../..')
  return readdirSync(parent, { withFileTypes: true })
    .map((entry) => join(parent, entry.name))
    .find((folder) => existsSync(join(folder, 'data')) && existsSync(join(folder, 'conformance')))
}

const root = process.env['POPULUS_TEST_DATA'] ?? besideCheckout()

/**
 * Absolute path of extra test material (`data/...`, `conformance/...`), or undefined where it is not installed.
 * The folder is named by the environment variable POPULUS_TEST_DATA; without it, one next to the checkout is taken.
 */
export function testData(path: string): string | undefined {
  const full = root === undefined ? undefined : join(root, path)
  if (full !== undefined && existsSync(full)) return full
  skipped(`The test data "${path}" are not here; set POPULUS_TEST_DATA to the folder that holds them.`)
  return undefined
}
