import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import type { AddedCode } from '#engine/base/codes/code-additions.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import type { PackEntry } from '#shared/contract/measures.ts'
import { packBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'
import { builtInDefinitionsOf } from '../../../src-main/services/definitions/built-in-definitions.ts'
import { createDefinitionCatalog } from '../../../src-main/services/definitions/definition-catalog.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const resources = resolve(import.meta.dirname, '../../../resources')
const core = join(resources, 'measures/core')

/** Two of the measures that come with the program, with the lists of the first one alone. @returns absolute path */
function twoMeasures(): string {
  const folder = temporaryFolder()
  for (const name of ['asthma-controller', 'breast-cancer-screening', 'value-sets/asthma.json'])
    cpSync(join(core, name), join(folder, name), { recursive: true })
  return folder
}

/** A pack that adds codes to lists. */
function adding(codes: readonly AddedCode[]): { readonly entry: PackEntry; readonly bytes: Uint8Array } {
  const document: ContentDocument = {
    format: 'populus-content-1',
    title: 'Local codes',
    resources: [],
    cases: [],
    codes
  }
  const facts: PackEntry['facts'] = {
    title: 'Local codes',
    hash: 'd'.repeat(64),
    textBytes: 1,
    measures: [],
    libraries: 0,
    valueSets: 0,
    source: 'import'
  }
  const entry = { id: 'local', installedAt: Date.UTC(2026, 10, 1), by: 'ann', keptBytes: 1, facts }
  return { entry, bytes: gzipSync(JSON.stringify(document)) }
}

/** What the catalog finds of measures with a pack next to the built-in one. */
async function measuresWith(pack: ReturnType<typeof adding> | undefined) {
  const content = await packBuiltInContent(twoMeasures())
  const packs = [content, ...(pack === undefined ? [] : [pack])]
  const builtIn = vi.fn(() => builtInDefinitionsOf(content, '1.2.3'))
  const find = createDefinitionCatalog({
    resources,
    version: '1.2.3',
    builtIn,
    content: {
      list: async () => packs.map(({ entry }) => entry),
      read: async (id) => packs.find(({ entry }) => entry.id === id)!.bytes
    },
    drafts: { list: async () => [] },
    presetBoards: { list: () => [] },
    settings: () => ({ savedViews: [], starTables: [] })
  })
  const measures = (await find()).filter(({ kind }) => kind === 'measure')
  return {
    find,
    builtIn,
    origins: Object.fromEntries(measures.map(({ id, source, origin }) => [id, [source, origin]]))
  }
}

const asthma = 'https://populus.example/Measure/asthma-controller'
const breast = 'https://populus.example/Measure/breast-cancer-screening'

describe('the measures among the definitions', () => {
  it('come with the program where no other pack is installed', async () => {
    const { origins } = await measuresWith(undefined)
    expect(origins).toEqual({ [asthma]: ['built-in', 'Populus 1.2.3'], [breast]: ['built-in', 'Populus 1.2.3'] })
  })

  it('are changed by codes that are added to a list of theirs, and the others are not', async () => {
    const code = { list: 'https://populus.example/ValueSet/asthma', system: 'urn:local', code: 'A1' }
    const { origins, find, builtIn } = await measuresWith(adding([code]))
    expect(origins).toEqual({
      [asthma]: ['import', 'Populus, with codes of Local codes'],
      [breast]: ['built-in', 'Populus 1.2.3']
    })
    // Worked out once for the same packs.
    const asked = builtIn.mock.calls.length
    await find()
    expect(builtIn).toHaveBeenCalledTimes(asked)
  })

  it('are not changed by codes of a list that none of them asks for', async () => {
    const code = { list: 'https://populus.example/ValueSet/none-of-theirs', system: 'urn:local', code: 'A1' }
    const { origins } = await measuresWith(adding([code]))
    expect(Object.values(origins).map(([source]) => source)).toEqual(['built-in', 'built-in'])
  })
})
