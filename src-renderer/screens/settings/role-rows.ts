import type { RoleRow } from '#shared/roles/role.ts'

/** A row as it is typed: lists are texts, and an empty one limits nothing. */
export interface TypedRoleRow {
  account: string
  role: RoleRow['role']
  payers: string
  practices: string
  registries: string
}

/** A row to be typed on. */
export function typedRow({ account, role, payers, practices, registries }: RoleRow): TypedRoleRow {
  const text = (names: readonly string[] | undefined): string => names?.join('; ') ?? ''
  return { account, role, payers: text(payers), practices: text(practices), registries: text(registries) }
}

/** A row as it was typed; rows without an account are left out by the caller. */
export function roleRowOf({ account, role, payers, practices, registries }: TypedRoleRow): RoleRow {
  const list = (text: string): string[] =>
    text
      .split(';')
      .map((name) => name.trim())
      .filter((name) => name !== '')
  const scope = Object.entries({ payers: list(payers), practices: list(practices), registries: list(registries) })
  return { account: account.trim(), role, ...Object.fromEntries(scope.filter(([, names]) => names.length > 0)) }
}
