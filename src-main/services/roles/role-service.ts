import { servicesRolesMessages as m } from '#messages/services/roles.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { RoleRow, RoleState } from '#shared/roles/role.ts'
import type { RecordedDigests } from '../audit/recorded-digests.ts'
import type { AccessPort, RoleSource } from '../../ports/roles.ts'
import { stateOf, type AccountDomain } from './combine-rows.ts'
import { rolesDigest, type RoleFile, type StoredRoles } from './role-file.ts'

/** Dependencies of {@link createRoleService}. */
export interface RoleServiceDependencies {
  /** Account of the operating system. */
  readonly account: string
  /** Its domain, which rows may name. */
  readonly domain: AccountDomain
  readonly policy: RoleSource
  readonly file: RoleFile
  /** What the audit log says about the last assignment. */
  recorded(): Promise<RecordedDigests>
}

/** Who may do what in this installation. */
export interface RoleService extends AccessPort {
  /** Roles of the user for the audit log, as they were known last; `undefined` where none are in use. */
  named(): string | undefined
  list(): Promise<{ readonly rows: RoleRow[]; readonly editable: boolean }>
  /** @throws AppError `invalid-input`, `not-allowed` */
  assign(rows: readonly RoleRow[]): Promise<RoleState>
}

/** Puts policy and assignments on this machine together. What cannot be relied on gives no rights. */
export function createRoleService(dependencies: RoleServiceDependencies): RoleService {
  const { account, domain, policy, file } = dependencies
  /** Digests of this run, so that the log is read once. */
  let known: Promise<RecordedDigests> | undefined
  let last: RoleState | undefined

  const refused = (by: 'policy' | 'machine', problem: string): RoleState => ({
    account,
    state: 'refused',
    by,
    roles: [],
    problem
  })

  async function ofMachine(): Promise<RoleState> {
    const stored = await file.read()
    if (stored.state === 'locked') return { account, state: 'locked', by: 'machine', roles: [] }
    // Another program may have assigned roles since the log was read.
    if (
      !isRecorded(stored, await (known ??= dependencies.recorded())) &&
      !isRecorded(stored, await (known = dependencies.recorded()))
    ) {
      // Roles that were assigned after the file was read may be in the log already.
      const isUnchanged = JSON.stringify(await file.read()) === JSON.stringify(stored)
      return isUnchanged ? refused('machine', m.theRolesThatWereAssignedOn) : ofMachine()
    }
    return stored.state === 'open'
      ? stateOf(account, stored.rows, 'machine', domain)
      : { account, state: 'everything', roles: [] }
  }

  async function find(): Promise<RoleState> {
    try {
      const managed = policy.roles(account)
      if (managed !== undefined) return stateOf(account, managed, 'policy', domain)
    } catch (error) {
      return refused('policy', toWireError(error).message)
    }
    try {
      return await ofMachine()
    } catch (error) {
      known = undefined
      const isForbidden = ['EACCES', 'EPERM'].includes(errorCode(error) ?? '')
      return refused('machine', isForbidden ? m.thisAccountMayNotReadTheDataFolder : toWireError(error).message)
    }
  }

  async function current(): Promise<RoleState> {
    last = await find()
    return last
  }

  return {
    current,
    named: () => (last?.state === 'role' ? last.roles.join(' ') : undefined),
    async list() {
      const managed = policy.roles(account)
      if (managed !== undefined) return { rows: [...managed], editable: false }
      const stored = await file.read()
      return { rows: stored.state === 'open' ? [...stored.rows] : [], editable: true }
    },
    async assign(rows) {
      if (policy.roles(account) !== undefined) throw new AppError('not-allowed', m.yourOrganizationAssignsRolesByPolicy)
      const mine = stateOf(account, rows, 'machine', domain)
      if (rows.length > 0 && !mine.roles.includes('admin')) throw new AppError('invalid-input', m.youWouldNoLongerBeAn)
      await file.write(rows)
      known = Promise.resolve({ digests: new Set([rolesDigest(rows)]), none: rows.length === 0, undated: false })
      return current()
    }
  }
}

/** Whether the file is what the log says was assigned. A log without any assignment, as after a restore, contradicts no sealed rows. */
function isRecorded(stored: StoredRoles, { digests, none }: RecordedDigests): boolean {
  if (stored.state === 'open') return digests.size === 0 || digests.has(rolesDigest(stored.rows))
  return stored.state === 'absent' && none
}
