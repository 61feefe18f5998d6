import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '../../..')
const built = join(root, 'out/main/headless.js')

/** Runs a command of the built program. @returns the JSON that it prints */
function populus(...args: readonly string[]): Record<string, unknown> {
  const run = spawnSync(process.execPath, [built, ...args, '--json'], { encoding: 'utf8' })
  expect(run.status, run.stderr).toBe(0)
  return JSON.parse(run.stdout) as Record<string, unknown>
}

describe.skipIf(!existsSync(built))('the built command line', () => {
  it('reads in threads what it reads without them', () => {
    const folder = join(temporaryFolder(), 'sample')
    populus('sample', '--patients', '60', '--out', folder)
    const [first, three] = ['1', '3'].map((threads) => {
      const { patients, files, bytes, types, rejects } = populus('load', folder, '--threads', threads)
      return { patients, files, bytes, types, rejects }
    })
    expect(three).toEqual(first)
    expect(three).toMatchObject({ patients: 60 })
  })
})
