import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'

/** Roles, from the one that reaches the fewest things up. */
export const roles = ['auditor', 'viewer', 'payer-analyst', 'care-manager', 'quality-analyst', 'admin'] as const
export type Role = (typeof roles)[number]

const Names = v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(300))), v.maxLength(200)))

/** Which people a role sees. A person is seen who fits every kind that is named; without any, everybody. */
export const PersonScope = v.object({
  /** Payers, as the data name them. */
  payers: Names,
  /** Practices: ids of their Organization resources, or names. */
  practices: Names,
  /** Ids of registries, such as `diabetes`. */
  registries: Names
})
export type PersonScope = v.InferOutput<typeof PersonScope>

/** Account of the operating system. */
const Account = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200), v.title(m.account))

/** One account has one role. An account may have several rows, and then has what any of them includes. */
export const RoleRow = v.object({ account: Account, role: v.picklist(roles), ...PersonScope.entries })
export type RoleRow = v.InferOutput<typeof RoleRow>

/** All rows of an installation or of a policy. */
export const RoleRows = v.pipe(v.array(RoleRow), v.maxLength(1000))

/** The roles of the user, and who assigned them. */
export const RoleState = v.object({
  account: v.string(),
  /**
   * `everything`: nobody assigned roles, and the one user of this installation has every right. `locked`: roles are
   * assigned here, and which is known when the data are unlocked. `refused`: the roles cannot be relied on, so there is none.
   */
  state: v.picklist(['everything', 'role', 'locked', 'refused']),
  /** `policy`: the organization assigns roles. `machine`: an admin of this installation does. */
  by: v.optional(v.picklist(['policy', 'machine'])),
  roles: v.array(v.picklist(roles)),
  /** Which people these roles see: who fits one of these; absent for everybody. */
  scopes: v.optional(v.array(PersonScope)),
  /** Why there is no role, in a sentence. */
  problem: v.optional(v.string())
})
export type RoleState = v.InferOutput<typeof RoleState>

/** The roles by name, as they stand in sentences. */
export const roleTitles: Readonly<Record<Role, string>> = {
  auditor: m.auditor,
  viewer: m.viewer,
  'payer-analyst': m.payerAnalyst,
  'care-manager': m.careManager,
  'quality-analyst': m.qualityAnalyst,
  admin: m.admin
}
