import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

test('the WebAssembly in the source tree is what its source makes', () => {
  const build = () =>
    execFileSync(process.execPath, [join(root, 'build/scanner.mjs'), '--check'], { encoding: 'utf8', stdio: 'pipe' })
  expect(build).not.toThrow()
})
