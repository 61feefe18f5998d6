import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { BlobReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { STRETCH_BYTES } from '#engine/ingest/share-files.ts'
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
  it('reads in threads what it reads without them: plain files, in stretches too, compressed ones and archives', async () => {
    const folder = join(temporaryFolder(), 'sample')
    populus('sample', '--patients', '60', '--out', folder)
    const take = (type: string): Buffer => {
      const file = join(folder, `${type}.0001.ndjson`)
      const content = readFileSync(file)
      rmSync(file)
      return content
    }
    writeFileSync(join(folder, 'Encounter.ndjson.gz'), gzipSync(take('Encounter')))
    const archive = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
    await archive.add('Condition.ndjson', new BlobReader(new Blob([new Uint8Array(take('Condition'))])))
    writeFileSync(join(folder, 'conditions.zip'), await archive.close())
    // Files that are larger than a stretch are shared among threads. What comes again is counted as such.
    const observations = take('Observation')
    const copies = Math.ceil((STRETCH_BYTES * 1.5) / observations.length)
    writeFileSync(join(folder, 'Observation.0001.ndjson'), Buffer.concat(Array<Buffer>(copies).fill(observations)))
    const [first, three] = ['1', '3'].map((threads) => {
      const { patients, files, bytes, types, rejects } = populus('load', folder, '--threads', threads)
      return { patients, files, bytes, types, rejects }
    })
    expect(three).toEqual(first)
    expect(three).toMatchObject({ patients: 60 })
  })
})
