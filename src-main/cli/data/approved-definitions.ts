import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import {
  definitionKindNames,
  type DefinitionEntry,
  type DefinitionKind,
  type PinnedDefinition
} from '#shared/governance/definition.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { readViewFiles } from '../../services/population/read-views.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'
import { dataPath } from './open-data.ts'
import type { DefinitionRegistry } from '../../services/definitions/definition-registry.ts'
import { openDefinitions, openShippedDefinitions } from './open-definitions.ts'

/** A definition that a command reads from a file. */
export interface GivenDefinition {
  readonly kind: DefinitionKind
  readonly title: string
  /** SHA-256 of its content, as the registry has it. */
  readonly hash: string
  /** It is no file of the installation. */
  readonly isOwn?: true
}

/** Definitions of the installation, which are JSON. */
export function givenDefinitions(kind: DefinitionKind, definitions: readonly unknown[]): GivenDefinition[] {
  return definitions.map((json) => {
    const { title, name, id } = json as Readonly<Record<'title' | 'name' | 'id', string | undefined>>
    return { kind, title: title ?? name ?? id ?? kind, hash: contentDigest(json) }
  })
}

/** The ViewDefinitions of the installation, which make the tables. @throws AppError `unreadable-file` */
export async function tableDefinitions(resources: string): Promise<GivenDefinition[]> {
  const { r4, r5 } = await readViewFiles(resources)
  return givenDefinitions('view', [...r4, ...r5])
}

/**
 * What the registry of definitions of this computer says of the disease registries of this program. That is not known where
 * its journal cannot be opened. What comes with the program is approved where there is no journal.
 * @param registries as JSON
 * @returns states by id
 */
export async function registryStates(
  registries: readonly unknown[],
  passphrase: PassphraseSource,
  io: Pick<CommandIo, 'data' | 'policies' | 'resources' | 'secrets'>
): Promise<Readonly<Record<string, PinnedDefinition['state']>>> {
  if (!existsSync(dataPath(undefined, io)))
    return Object.fromEntries(registries.map((json) => [(json as { readonly id: string }).id, 'approved']))
  try {
    return await withRegistry(passphrase, io, openShippedDefinitions, async (registry) => {
      const { journal, definitions } = await registry.list()
      if (journal !== 'open' && journal !== 'none') return {}
      const registryVersions = definitions.filter(({ kind }) => kind === 'registry')
      return Object.fromEntries(registryVersions.map(({ id, state }) => [id, state]))
    })
  } catch (error) {
    // The passphrase may be that of the data which are read, which lie elsewhere.
    if (error instanceof AppError) return {}
    throw error
  }
}

/**
 * What the registry of definitions of this computer says of versions that a command uses: the state of each, in order.
 * `unknown` where the registry has no such version, where there is none, and where its journal cannot be opened.
 */
export async function definitionStatesOf(
  given: readonly GivenDefinition[],
  passphrase: PassphraseSource,
  io: Pick<CommandIo, 'data' | 'policies' | 'resources' | 'secrets'>
): Promise<readonly PinnedDefinition['state'][]> {
  const unknown = given.map(() => 'unknown' as const)
  if (!existsSync(dataPath(undefined, io))) return unknown
  try {
    return await withRegistry(passphrase, io, openDefinitions, async (registry) => {
      const { journal, definitions } = await registry.list()
      if (journal !== 'open' && journal !== 'none') return unknown
      const states = statesByVersion(definitions)
      return given.map(({ kind, hash }) => states.get(`${kind} ${hash}`) ?? 'unknown')
    })
  } catch (error) {
    // The passphrase may be that of the data which are read, which lie elsewhere.
    if (error instanceof AppError) return unknown
    throw error
  }
}

/** The last state of every version that is in use or was decided about, by kind and hash. */
function statesByVersion(definitions: readonly DefinitionEntry[]): ReadonlyMap<string, DefinitionEntry['state']> {
  return new Map(
    definitions.flatMap(({ kind, hash, state, log }) => [
      // In the order of time: what was retired after it was approved is not approved.
      ...log.flatMap((each) => (each.event === 'state' ? [[`${kind} ${each.hash}`, each.state] as const] : [])),
      [`${kind} ${hash}`, state] as const
    ])
  )
}

/**
 * Under the policy, refuses definitions that are not approved in the registry of this computer. Any version that is approved
 * will do, also one that is not in use there now.
 * @param given undefined where results rest on what nobody approves, such as a statement of SQL
 * @throws AppError `not-allowed`
 */
export async function requireApprovedFiles(
  given: readonly GivenDefinition[] | undefined,
  passphrase: PassphraseSource,
  io: Pick<CommandIo, 'data' | 'policies' | 'resources' | 'secrets'>
): Promise<void> {
  if (!io.policies.value('ApprovedDefinitionsOnly')) return
  const begin = m.yourOrganizationAllowsOnlyWhatRests
  if (given === undefined) throw new AppError('not-allowed', m.nobodyApprovesStatementsOfSQLNothing(begin))
  // Measures take seconds to read.
  const isShipped = given.every(
    ({ kind, isOwn }) => isOwn === undefined && (kind === 'registry' || kind === 'risk-tables')
  )
  const open = isShipped ? openShippedDefinitions : openDefinitions
  await withRegistry(passphrase, io, open, async (registry) => {
    await registry.requireApproved([])
    const states = statesByVersion((await registry.list()).definitions)
    const missing = given.find(({ kind, hash }) => states.get(`${kind} ${hash}`) !== 'approved')
    if (missing !== undefined)
      throw new AppError(
        'not-allowed',
        m.nothingLeftTheIsNotApproved(begin, definitionKindNames[missing.kind], missing.title)
      )
  })
}

async function withRegistry<T>(
  passphrase: PassphraseSource,
  io: Pick<CommandIo, 'data' | 'policies' | 'resources' | 'secrets'>,
  open: typeof openDefinitions | typeof openShippedDefinitions,
  work: (registry: DefinitionRegistry) => Promise<T>
): Promise<T> {
  const data = dataPath(undefined, io)
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  try {
    if ((await keyring.state()).state === 'locked') {
      const text = await findPassphrase(passphrase)
      if (text !== undefined) await keyring.unlock(text)
    }
    return await work(await open(data, keyring, io))
  } finally {
    keyring.lock()
  }
}
