import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { PackEntry } from '#shared/contract/measures.ts'
import type { PresetFile } from '#shared/policy/policy-values.ts'
import type { Content } from '../../../src-main/services/content/content.ts'
import { readPresetPack, withPresetPacks } from '../../../src-main/services/content/preset-packs.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { managedBy } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const unsigned = { required: false, publishers: [] }

function place() {
  const folder = temporaryFolder()
  function fileWith(name: string, json: unknown): PresetFile {
    const path = join(folder, name)
    const bytes = gzipSync(JSON.stringify(json))
    writeFileSync(path, bytes)
    return { path, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const document = { format: 'populus-content-1', title: 'Quality 2027', resources: [], cases: [] }
  const file = fileWith('quality.json.gz', document)
  const { entry, bytes } = readPresetPack(file, unsigned)
  const { isPreset: _, ...unmarked } = entry
  const userPack: PackEntry = { ...unmarked, id: 'f'.repeat(32) }
  const removed: string[] = []
  const content = {
    list: () => Promise.resolve([userPack]),
    imported: () => Promise.resolve([userPack]),
    read: () => Promise.resolve(new Uint8Array()),
    remove: (id: string) => Promise.resolve(void removed.push(id))
  } as unknown as Content
  return { folder, fileWith, file, entry, bytes, userPack, removed, content }
}

it('packs of the organization are installed once, and nobody removes them', async () => {
  const { file, entry, bytes, userPack, removed, content } = place()
  const preset = withPresetPacks(content, managedBy({ ContentPacks: [file] }), memoryLog())
  expect(await preset.list()).toEqual([entry])
  expect(entry).toMatchObject({ isPreset: true, facts: { title: 'Quality 2027', source: 'import' } })
  expect(await preset.read(entry.id)).toEqual(bytes)
  await expect(preset.remove(entry.id)).rejects.toMatchObject({ code: 'not-allowed', policy: 'ContentPacks' })
  await preset.remove(userPack.id)
  expect(removed).toEqual([userPack.id])
})

it('a file that is missing, has another hash or is no pack is refused with a sentence and leaves the others', async () => {
  const { folder, fileWith, file, entry, content } = place()
  const wrong = { ...file, sha256: '0'.repeat(64) }
  const missing = { ...file, path: join(folder, 'absent.json.gz') }
  const other = fileWith('other.json.gz', { format: 'something else' })
  expect(() => readPresetPack(wrong, unsigned)).toThrow('another SHA-256 than the policy names')
  expect(() => readPresetPack(missing, unsigned)).toThrow('cannot be read')
  expect(() => readPresetPack(other, unsigned)).toThrow('no content pack of Populus')
  const preset = withPresetPacks(content, managedBy({ ContentPacks: [wrong, missing, other, file] }), memoryLog())
  expect(await preset.list()).toEqual([entry])
})
