import { servicesRolesMessages as m } from '#messages/services/roles.ts'
import { AppError } from '#shared/app-error.ts'
import type { RoleRow } from '#shared/roles/role.ts'
import type { PolicyPort } from '../../ports/host.ts'
import type { RoleSource } from '../../ports/roles.ts'
import { isAccount, type AccountDomain } from './combine-rows.ts'

const groupMark = 'group:'
const everybody = '*'

/**
 * The roles that the managed policy `Roles` assigns. Rows that name an account count together; only for an account without
 * any do groups and `*` count.
 * @param isMember whether the account of this process is in a group of the operating system
 * @param domain of the account of this process
 */
export function managedRoles(
  policies: PolicyPort,
  isMember: (group: string) => boolean,
  domain: AccountDomain
): RoleSource {
  return {
    roles(account) {
      const { value, state } = policies.current().entries.Roles
      if (state === 'default' || value === undefined) return undefined
      if (state === 'strictest') throw new AppError('unreadable-file', m.thePolicyRolesOfYourOrganization)
      return rowsFor(account, value, isMember, domain)
    }
  }
}

function rowsFor(
  account: string,
  rows: readonly RoleRow[],
  isMember: (group: string) => boolean,
  domain: AccountDomain
): RoleRow[] {
  const named = rows.filter((row) => isAccount(row.account, account, domain))
  if (named.length > 0) return named
  const ofGroups = rows.filter(
    (row) => row.account.startsWith(groupMark) && isMember(row.account.slice(groupMark.length).trim())
  )
  const general = ofGroups.length > 0 ? ofGroups : rows.filter((row) => row.account === everybody)
  return general.map((row) => ({ ...row, account }))
}
