import * as v from 'valibot'
import { method } from './method.ts'
import { None } from '../basic-schemas.ts'
import { RoleRows, RoleState } from '../roles/role.ts'

/** Calls about who may do what. */
export const roleMethods = {
  /** The roles of the user. */
  'roles.mine': method(None, RoleState, 'anyone'),
  /** Who has which role. `editable`: an admin assigns them here, and no policy does. */
  'roles.list': method(None, v.object({ rows: RoleRows, editable: v.boolean() }), 'roles'),
  /**
   * Assigns roles, in the place of those before; without any, the user has every right again. `invalid-input` where the
   * user would not be an admin any more, `not-allowed` under a policy or while the keyring is not open.
   */
  'roles.assign': method(v.object({ rows: RoleRows }), RoleState, 'roles', {
    effect: 'roles.assigned',
    before: ({ rows }, { rolesDigest }) => ({ rows: rows.length, digest: rolesDigest(rows) })
  })
} as const
