import type { PersonScope, RoleRow, RoleState } from '#shared/roles/role.ts'

/** The state of an account under rows. @param by who made the rows */
export function stateOf(account: string, rows: readonly RoleRow[], by: 'policy' | 'machine'): RoleState {
  const mine = rows.filter((row) => isAccount(row.account, account))
  if (mine.length === 0)
    return {
      account,
      state: 'refused',
      by,
      roles: [],
      problem: `Roles are assigned ${by === 'policy' ? 'by your organization' : 'on this computer'}, and this account has none. Ask an admin for a role.`
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

/** Windows and macOS do not tell accounts apart by case. A domain before the account may be left out. */
export function isAccount(row: string, account: string): boolean {
  const plain = (name: string): string => name.trim().toLowerCase()
  return plain(row) === plain(account) || plain(row.split('\\').at(-1)!) === plain(account)
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
