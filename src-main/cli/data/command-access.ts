import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rightsOf, type Need } from '#shared/rights/right.ts'
import type { RoleState } from '#shared/roles/role.ts'
import { refusalOf } from '../../services/roles/refusal.ts'
import { accountDomain } from '../../host/process/account-domain.ts'
import { isGroupMember } from '../../host/process/group-member.ts'
import { managedRoles } from '../../services/roles/managed-roles.ts'
import { recordedDigests } from '../../services/audit/recorded-digests.ts'
import { roleFile, roleRecords } from '../../services/roles/role-file.ts'
import { createRoleService } from '../../services/roles/role-service.ts'
import { savedPath } from '../../services/snapshots/read-saved.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { createKeyring, type Keyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase, passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { openCommandAudit } from './command-audit.ts'
import { dataPath } from './open-data.ts'
import { dataFolderOf } from './open-saved.ts'
import { pathOfArgument } from './source-paths.ts'

/** A data folder that a command touches, with the roles of the user in it. */
interface TouchedFolder {
  readonly data: string
  readonly keyring: Keyring
  readonly state: RoleState
}

/**
 * Finds out what the user of a command may do: in the data folder and in those of all data that are named.
 * @param name of the command, for the audit log
 * @returns the roles that limit the command most
 * @throws AppError `not-allowed` when the roles do not include the command; that is recorded first
 */
export async function requireCommandRight(
  name: string,
  need: Need,
  args: readonly string[],
  io: CommandIo
): Promise<RoleState> {
  const touched: TouchedFolder[] = []
  for (const data of foldersOf(name, args, io)) touched.push(await rolesIn(data, args, io))
  try {
    for (const { data, keyring, state } of touched) {
      const refusal = refusalOf(`command ${name}`, [need], state)
      if (refusal === undefined) continue
      const audit = await openCommandAudit(data, keyring, state)
      await audit.record({ action: 'access.refused', outcome: 'failure', facts: refusal.facts })
      throw refusal.error
    }
    return strictest(touched.map(({ state }) => state))
  } finally {
    for (const { keyring } of touched) keyring.lock()
  }
}

/** A state with fewer rights comes before one with more, and limits before none. */
function strictest(states: readonly RoleState[]): RoleState {
  const weight = (state: RoleState): number => rightsOf(state).size + (state.scopes === undefined ? 0.5 : 0)
  return states.reduce((first, state) => (weight(state) < weight(first) ? state : first))
}

/** Commands whose option `--data` names a data folder; that of the others names data. */
const byDataFolder: readonly string[] = [
  'export',
  'refresh',
  'audit',
  'roles',
  'backup',
  'restore',
  'match',
  'definitions'
]

function foldersOf(name: string, args: readonly string[], io: CommandIo): ReadonlySet<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', multiple: true } },
    strict: false,
    allowPositionals: true
  })
  const named = (values.data ?? []).filter((value) => typeof value === 'string')
  const folder = byDataFolder.includes(name) ? named.at(-1) : undefined
  const saved = [...positionals, ...named].flatMap((text) => savedPath(resolve(pathOfArgument(text))) ?? [])
  return new Set([dataPath(folder, io), ...saved.map(dataFolderOf)])
}

async function rolesIn(data: string, args: readonly string[], io: CommandIo): Promise<TouchedFolder> {
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const file = roleFile(data, keyring)
  const roles = createRoleService({
    account: accountName(),
    domain: accountDomain,
    policy: managedRoles(io.policies, isGroupMember, accountDomain),
    file,
    recorded: () => recordedDigests(join(data, 'audit'), roleRecords)
  })
  const first = await roles.current()
  if (first.state !== 'locked') return { data, keyring, state: first }
  const { values } = parseArgs({ args: [...args], options: passphraseOptions, strict: false, allowPositionals: true })
  const passphrase = await findPassphrase(passphraseSourceOf(textsOf(values)))
  if (passphrase !== undefined) await keyring.unlock(passphrase)
  return { data, keyring, state: await roles.current() }
}

function textsOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  )
}
