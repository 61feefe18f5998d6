import { cliDataMessages as m } from '#messages/cli/data.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { definitionKindNames, type DefinitionKind } from '#shared/governance/definition.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'
import { dataPath } from './open-data.ts'
import { openDefinitions } from './open-definitions.ts'

/** A definition that a command reads from a file. */
export interface GivenDefinition {
  readonly kind: DefinitionKind
  readonly title: string
  /** SHA-256 of its content, as the registry has it. */
  readonly hash: string
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
  const data = dataPath(undefined, io)
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  try {
    if ((await keyring.state()).state === 'locked') {
      const text = await findPassphrase(passphrase)
      if (text !== undefined) await keyring.unlock(text)
    }
    const registry = await openDefinitions(data, keyring, io)
    await registry.requireApproved([])
    const approved = new Set(
      (await registry.list()).definitions.flatMap(({ kind, hash, state, log }) => [
        ...(state === 'approved' ? [`${kind} ${hash}`] : []),
        ...log
          .filter((each) => each.event === 'state' && each.state === 'approved')
          .map((each) => `${kind} ${each.hash}`)
      ])
    )
    const missing = given.find(({ kind, hash }) => !approved.has(`${kind} ${hash}`))
    if (missing !== undefined)
      throw new AppError(
        'not-allowed',
        m.nothingLeftTheIsNotApproved(begin, definitionKindNames[missing.kind], missing.title)
      )
  } finally {
    keyring.lock()
  }
}
