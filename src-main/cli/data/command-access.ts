import { join, resolve } from 'node:path'
import { rightsOf, type Need } from '#shared/rights/right.ts'
import type { PersonScope, RoleState } from '#shared/roles/role.ts'
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
    return strictestRole(folders.map(({ state }) => state))
  } finally {
    for (const { keyring } of folders) keyring.lock()
  }
}

/**
 * The roles of a user in several data folders together: those with the fewest rights, limited to the people whom every one of them shows.
 * @param states at least one
 */
export function strictestRole(states: readonly RoleState[]): RoleState {
  const fewest = states.reduce((first, state) => (rightsOf(state).size < rightsOf(first).size ? state : first))
  const scopes = states.flatMap((state) => (state.scopes === undefined ? [] : [state.scopes]))
  return scopes.length === 0 ? fewest : { ...fewest, scopes: scopes.reduce(commonScopes) }
}

/** Who fits one of the scopes here and one of those there. */
function commonScopes(here: readonly PersonScope[], there: readonly PersonScope[]): PersonScope[] {
  return here.flatMap((left) => there.map((right) => bothScopes(left, right)))
}

/** Who fits both: of a kind that both name, what both name. */
function bothScopes(left: PersonScope, right: PersonScope): PersonScope {
  const plain = (name: string): string => name.trim().toLowerCase()
  const both: Partial<Record<keyof PersonScope, string[]>> = {}
  for (const kind of ['payers', 'practices', 'registries'] as const) {
    const [mine, theirs] = [left[kind], right[kind]]
    const named = new Set((theirs ?? mine)?.map(plain))
    const names = (mine ?? theirs)?.filter((name) => named.has(plain(name)))
    if (names !== undefined) both[kind] = names
  }
  return both
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
