import { join } from 'node:path'
import * as v from 'valibot'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import { readBuiltInContent } from '../../services/content/built-in-content.ts'
import { readBuiltInDefinitions } from '../../services/definitions/built-in-definitions.ts'
import { createContentService } from '../../services/content/content-service.ts'
import { withSignedPacks } from '../../services/content/signed-packs.ts'
import { withPresetPacks } from '../../services/content/preset-packs.ts'
import { createDefinitionCatalog } from '../../services/definitions/definition-catalog.ts'
import { createPresetBoards } from '../../services/definitions/preset-boards.ts'
import { definitionJournal } from '../../services/definitions/definition-journal.ts'
import { createDefinitionRegistry, type DefinitionRegistry } from '../../services/definitions/definition-registry.ts'
import { resourceDefinitions } from '../../services/definitions/resource-definitions.ts'
import { openDraftStore } from '../../services/drafts/draft-store.ts'
import { createTrustedPublishers } from '../../services/publishers/trusted-publishers.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { readText } from '../../storage/files/read-text.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openContentStore } from '../../storage/snapshots/content-store.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import type { CommandIo } from '../terminal/command.ts'

const silent = { write: () => undefined }

/** What is decided about the registries, tables and views that came with the program; reads nothing else. */
export function openShippedDefinitions(
  data: string,
  keyring: Keyring,
  { resources, policies }: Pick<CommandIo, 'resources' | 'policies'>
): DefinitionRegistry {
  const { version } = findInstallation(import.meta.dirname)
  return createDefinitionRegistry({
    journal: definitionJournal(data, keyring),
    find: () => resourceDefinitions(resources, version),
    clock: systemClock,
    policies,
    author: accountName()
  })
}

/** The registry of definitions of a data folder, for a command. @param data absolute path */
export async function openDefinitions(
  data: string,
  keyring: Keyring,
  { resources, policies }: Pick<CommandIo, 'resources' | 'policies'>
): Promise<DefinitionRegistry> {
  const [clock, log, author] = [systemClock, silent, accountName()]
  const { version, threads } = findInstallation(import.meta.dirname)
  const paths = { resources, threads }
  const stored = v.safeParse(
    v.pipe(v.string(), v.parseJson(), Settings),
    (await readText(join(data, 'settings.json'))) ?? '{}'
  )
  const content = withPresetPacks(
    withSignedPacks(
      createContentService({
        store: await openContentStore({ folder: join(data, 'content'), files: diskFiles, clock, log }),
        random: systemRandom,
        author,
        readBuiltIn: () => readBuiltInContent(paths)
      }),
      () => createTrustedPublishers(data, keyring, policies).rules(),
      join(data, 'audit')
    ),
    policies,
    log
  )
  return createDefinitionRegistry({
    journal: definitionJournal(data, keyring),
    find: createDefinitionCatalog({
      resources,
      version,
      builtIn: () => readBuiltInDefinitions(paths, version),
      content,
      presetBoards: createPresetBoards(policies, log),
      drafts: openDraftStore({ folder: join(data, 'drafts'), keyring, clock, log, author }),
      settings: () => (stored.success ? stored.output : defaultSettings)
    }),
    clock,
    policies,
    author
  })
}
