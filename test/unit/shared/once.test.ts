import { cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { once } from '#shared/language/once.ts'
import { packBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'
import { createContentService } from '../../../src-main/services/content/content-service.ts'
import { createLazyTranslator } from '../../../src-main/services/content/cql-translator.ts'
import { createDefinitionCatalog } from '../../../src-main/services/definitions/definition-catalog.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { openContentStore } from '../../../src-main/storage/snapshots/content-store.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const shipped = join(process.cwd(), 'resources')

function copyOf(part: string, resources: string): void {
  mkdirSync(dirname(join(resources, part)), { recursive: true })
  cpSync(join(shipped, part), join(resources, part), { recursive: true })
}

it('work is done once for all who ask, and again after it failed', async () => {
  let times = 0
  const work = once(async () => {
    times += 1
    if (times === 1) throw new Error('not yet')
    return times
  })
  await expect(Promise.all([work(), work()])).rejects.toThrow('not yet')
  expect(await Promise.all([work(), work()])).toEqual([2, 2])
  expect(await work()).toBe(2)
})

it('measures that come with the program are read again after they could not be read', async () => {
  let isThere = false
  const content = createContentService({
    store: await openContentStore({
      folder: temporaryFolder(),
      files: diskFiles,
      clock: { now: () => 1 },
      log: memoryLog()
    }),
    random: systemRandom,
    author: 'ann',
    readBuiltIn: async () => {
      if (!isThere) throw new Error('the file is busy')
      return packBuiltInContent(join(shipped, 'measures/core/asthma-controller'))
    }
  })
  await expect(content.list()).rejects.toThrow('busy')
  isThere = true
  expect(await content.list()).toHaveLength(1)
})

it('definitions that come with the program are read again after they could not be read', async () => {
  const resources = temporaryFolder()
  const find = createDefinitionCatalog({
    resources,
    version: '1.2.3',
    builtIn: async () => [],
    content: { list: async () => [], read: async () => new Uint8Array() },
    drafts: { list: async () => [] },
    presetBoards: { list: () => [] },
    settings: () => ({ savedViews: [], starTables: [] })
  })
  await expect(find()).rejects.toThrow('ENOENT')
  for (const part of ['registries', 'views', 'stars', 'risk', 'readmission']) copyOf(part, resources)
  expect((await find()).length).toBeGreaterThan(0)
})

it('CQL is translated after the model could not be read', async () => {
  const resources = temporaryFolder()
  const translate = createLazyTranslator(resources)
  const around = { libraries: new Map(), models: [] }
  await expect(translate('library A', around)).rejects.toThrow('ENOENT')
  copyOf('models/fhir-4.0.1.json', resources)
  expect(await translate('library A', around)).toBeDefined()
})
