import { join, resolve } from 'node:path'
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
import type { TouchedPlaces } from '../../host/arguments/declaration.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase, passphraseSourceOf, type PassphraseSource } from '../terminal/passphrase.ts'
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
  touched: TouchedPlaces,
  io: CommandIo
): Promise<RoleState> {
  const folders: TouchedFolder[] = []
  for (const data of foldersOf(touched, io)) folders.push(await rolesIn(data, touched, io))
  try {
    for (const { data, keyring, state } of folders) {
      const refusal = refusalOf(`command ${name}`, [need], state)
      if (refusal === undefined) continue
      const audit = await openCommandAudit(data, keyring, state)
      await audit.record({ action: 'access.refused', outcome: 'failure', facts: refusal.facts })
      throw refusal.error
    }
    return strictest(folders.map(({ state }) => state))
  } finally {
    for (const { keyring } of folders) keyring.lock()
  }
}

/** A state with fewer rights comes before one with more, and limits before none. */
function strictest(states: readonly RoleState[]): RoleState {
  const weight = (state: RoleState): number => rightsOf(state).size + (state.scopes === undefined ? 0.5 : 0)
  return states.reduce((first, state) => (weight(state) < weight(first) ? state : first))
}

function foldersOf({ dataFolder, data }: TouchedPlaces, io: CommandIo): ReadonlySet<string> {
  const saved = data.flatMap((text) => savedPath(resolve(pathOfArgument(text))) ?? [])
  return new Set([dataPath(dataFolder, io), ...saved.map(dataFolderOf)])
}

/** Where the options of a command say that the passphrase is. */
export function passphraseOf({ passphraseFile, passphraseDescriptor }: TouchedPlaces): PassphraseSource {
  return passphraseSourceOf({
    'passphrase-file': passphraseFile,
    'passphrase-fd': passphraseDescriptor === undefined ? undefined : Number(passphraseDescriptor)
  })
}

async function rolesIn(data: string, touched: TouchedPlaces, io: CommandIo): Promise<TouchedFolder> {
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
  const passphrase = await findPassphrase(passphraseOf(touched))
  if (passphrase !== undefined) await keyring.unlock(passphrase)
  return { data, keyring, state: await roles.current() }
}
