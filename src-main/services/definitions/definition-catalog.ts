import type { FoundDefinition } from '#shared/governance/definition.ts'
import { once } from '#shared/language/once.ts'
import type { Settings } from '#shared/settings-schema.ts'
import { builtInId } from '../content/built-in-content.ts'
import type { Content } from '../content/content.ts'
import type { DraftStore } from '../drafts/draft-store.ts'
import { presetBoardDefinitions, type PresetBoards } from './preset-boards.ts'
import { packDefinitions } from './pack-definitions.ts'
import { resourceDefinitions } from './resource-definitions.ts'
import { draftDefinitions, settingDefinitions } from './user-definitions.ts'

/** Dependencies of {@link createDefinitionCatalog}. */
export interface DefinitionCatalogDependencies {
  /** The folder that holds `registries/`, `views/` … */
  readonly resources: string
  /** Version of the program. */
  readonly version: string
  /** Those of the built-in measures. */
  readonly builtIn: () => Promise<readonly FoundDefinition[]>
  readonly content: Pick<Content, 'list' | 'read'>
  readonly drafts: Pick<DraftStore, 'list'>
  readonly presetBoards: PresetBoards
  readonly settings: () => Pick<Settings, 'savedViews' | 'starTables'>
}

/** @returns a function that reads every definition that is installed; cohorts, boards and models while a key is open */
export function createDefinitionCatalog(
  dependencies: DefinitionCatalogDependencies
): () => Promise<readonly FoundDefinition[]> {
  const { resources, version, builtIn, content, drafts, presetBoards, settings } = dependencies
  const shippedDefinitions = once(() => resourceDefinitions(resources, version))
  let packs: { readonly key: string; readonly found: Promise<readonly FoundDefinition[]> } | undefined

  async function inPacks(): Promise<readonly FoundDefinition[]> {
    const entries = (await content.list()).filter(({ unusable }) => unusable === undefined)
    if (entries.every(({ id }) => id === builtInId)) return builtIn()
    const key = entries.map(({ id, facts }) => `${id} ${facts.hash}`).join()
    if (packs?.key !== key) {
      const installed = entries.map((entry) => ({ entry, read: () => content.read(entry.id) }))
      const found = builtIn().then((shipped) => packDefinitions(installed, version, measureHashes(shipped)))
      packs = { key, found }
      // What failed may succeed later; whoever asked hears of the failure.
      found.catch(() => {
        if (packs?.found === found) packs = undefined
      })
    }
    return packs.found
  }

  return async () => [
    ...(await inPacks()),
    ...(await shippedDefinitions()),
    ...settingDefinitions(settings()),
    ...presetBoardDefinitions(presetBoards.list()),
    ...draftDefinitions((await drafts.list()) ?? [])
  ]
}

function measureHashes(found: readonly FoundDefinition[]): ReadonlySet<string> {
  return new Set(found.filter(({ kind }) => kind === 'measure').map(({ hash }) => hash))
}
