import { servicesRolesMessages as m } from '#messages/services/roles.ts'
import type { PersonScope, RoleRow, RoleState } from '#shared/roles/role.ts'

/** Tells the domain of the account, where the system has one. */
export type AccountDomain = () => string | undefined

/** The state of an account under rows. @param by who made the rows */
export function stateOf(
  account: string,
  rows: readonly RoleRow[],
  by: 'policy' | 'machine',
  domain: AccountDomain
): RoleState {
  const mine = rows.filter((row) => isAccount(row.account, account, domain))
  if (mine.length === 0)
    return {
      account,
      state: 'refused',
      by,
      roles: [],
      problem: m.rolesAreAssignedByYourOrganization(by === 'policy')
    }
  const scopes = scopesOf(mine)
  return {
    account,
    state: 'role',
    by,
    roles: Array.from(new Set(mine.map(({ role }) => role))),
    ...(scopes === undefined ? {} : { scopes })
  }
}

/**
 * Whether a row is for the account. Windows and macOS do not tell accounts apart by case. A row without a domain is for the
 * name in any domain; one with a domain (`DOMAIN\name`) for that domain alone.
 */
export function isAccount(row: string, account: string, domain: AccountDomain): boolean {
  const plain = (name: string): string => name.trim().toLowerCase()
  const wanted = plain(row)
  if (wanted === plain(account)) return true
  const end = wanted.indexOf('\\')
  if (end < 0 || wanted.slice(end + 1) !== plain(account)) return false
  const domainName = domain()
  return domainName !== undefined && wanted.slice(0, end) === plain(domainName)
}

/**
 * The people whom all rows together show: who fits one of the limited rows. A row without limits does not lift those of
 * another row, so that a second role never shows more people by accident.
 * @returns `undefined` for everybody
 */
function scopesOf(rows: readonly RoleRow[]): PersonScope[] | undefined {
  const limited = rows.flatMap(({ payers, practices, registries }) =>
    payers === undefined && practices === undefined && registries === undefined
      ? []
      : [{ payers, practices, registries }]
  )
  return limited.length === 0 ? undefined : limited.map(withoutUndefined)
}

function withoutUndefined(scope: PersonScope): PersonScope {
  return Object.fromEntries(Object.entries(scope).filter(([, names]) => names !== undefined))
}
