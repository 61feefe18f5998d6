import { join } from 'node:path'
import type { Host } from '../ports/host.ts'
import { readBuiltInContent } from '../services/content/built-in-content.ts'
import { readBuiltInDefinitions } from '../services/definitions/built-in-definitions.ts'
import type { Content, StoredResults } from '../services/content/content.ts'
import { createContentService } from '../services/content/content-service.ts'
import { createLazyTranslator } from '../services/content/cql-translator.ts'
import { withPresetPacks } from '../services/content/preset-packs.ts'
import { createSignedImports, type SignedImports } from '../services/content/signed-imports.ts'
import { withSignedPacks } from '../services/content/signed-packs.ts'
import { createStoredResults } from '../services/content/stored-results.ts'
import { createDefinitionCatalog } from '../services/definitions/definition-catalog.ts'
import { createPresetBoards, type PresetBoards } from '../services/definitions/preset-boards.ts'
import { definitionJournal } from '../services/definitions/definition-journal.ts'
import { createDefinitionRegistry, type DefinitionRegistry } from '../services/definitions/definition-registry.ts'
import { openDraftStore, type DraftStore } from '../services/drafts/draft-store.ts'
import { frozenNumbers } from '../services/governance/frozen-numbers.ts'
import { createGovernance, type Governance } from '../services/governance/governance.ts'
import { openGovernanceStore } from '../services/governance/governance-store.ts'
import type { SignatureRules } from '../services/publishers/signed-files.ts'
import type { TrustedPublishers } from '../services/publishers/trusted-publishers.ts'
import type { SettingsStore } from '../services/settings/settings-store.ts'
import type { Keyring } from '../storage/keys/keyring.ts'
import { accountName } from '../storage/files/account-name.ts'
import { diskFiles } from '../storage/sealed/store-files.ts'
import { openContentStore } from '../storage/snapshots/content-store.ts'
import type { SnapshotStore } from '../storage/snapshots/snapshot-store.ts'

/** What figures rest on: content of measures, drafts of definitions, their approvals, and results that are frozen. */
export interface ComposedDefinitions {
  readonly content: Content
  readonly results: StoredResults
  readonly signedImports: SignedImports
  readonly drafts: DraftStore
  readonly presetBoards: PresetBoards
  readonly definitions: DefinitionRegistry
  readonly governance: Governance
}

/** Dependencies of {@link composeDefinitions}. */
export interface DefinitionDependencies {
  readonly host: Pick<Host, 'paths' | 'version' | 'policies' | 'clock' | 'random' | 'log'>
  readonly keyring: Keyring
  readonly publishers: Pick<TrustedPublishers, 'rules'>
  /** Saved snapshots, and those that are there until the program ends. */
  readonly store: SnapshotStore
  readonly settings: Pick<SettingsStore, 'current'>
}

/** Constructs the services of definitions. */
export async function composeDefinitions(dependencies: DefinitionDependencies): Promise<ComposedDefinitions> {
  const { host, keyring, store, settings, publishers } = dependencies
  const { clock, random, log, paths } = host
  const author = accountName()
  const rules = (): Promise<SignatureRules> => publishers.rules()
  const installed = createContentService({
    store: await openContentStore({ folder: join(paths.data, 'content'), files: diskFiles, clock, log }),
    random,
    author,
    readBuiltIn: () => readBuiltInContent(paths)
  })
  const content = withPresetPacks(withSignedPacks(installed, rules, join(paths.data, 'audit')), host.policies, log)
  const translate = createLazyTranslator(paths.resources)
  const signedImports = createSignedImports({ content, random, rules, translate })
  const results = createStoredResults(store)
  const drafts = openDraftStore({ folder: join(paths.data, 'drafts'), keyring, clock, log, author })
  const presetBoards = createPresetBoards(host.policies, log)
  const definitions = createDefinitionRegistry({
    journal: definitionJournal(paths.data, keyring),
    find: createDefinitionCatalog({
      resources: paths.resources,
      version: host.version,
      builtIn: () => readBuiltInDefinitions(paths, host.version),
      content,
      drafts,
      presetBoards,
      settings: () => settings.current()
    }),
    clock,
    policies: host.policies,
    author
  })
  const governance = createGovernance({
    store: openGovernanceStore(paths.data),
    results,
    frozen: frozenNumbers(paths.data, keyring, (used) => definitions.pin(used)),
    clock,
    random,
    author,
    smallCellLimit: () => settings.current().smallCellLimit
  })
  return { content, results, signedImports, drafts, presetBoards, definitions, governance }
}
