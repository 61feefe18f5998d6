import type { RoleRow, RoleState } from '#shared/roles/role.ts'

/** Roles that a managed policy assigns. */
export interface RoleSource {
  /** @returns the rows that apply to the account; `undefined` where no policy assigns roles */
  roles(account: string): readonly RoleRow[] | undefined
}

/** Says what the user may do at this moment. */
export interface AccessPort {
  /** Never rejects: what cannot be told is a state without rights. */
  current(): Promise<RoleState>
}
