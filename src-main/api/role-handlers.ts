import type { Handlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'
import type { RoleService } from '../services/roles/role-service.ts'

type RoleMethod = Extract<keyof Handlers, `roles.${string}`>

/** The handlers for who may do what. */
export function createRoleHandlers(host: Pick<Host, 'emit'>, roles: RoleService): Pick<Handlers, RoleMethod> {
  return {
    'roles.mine': () => roles.current(),
    'roles.list': () => roles.list(),
    async 'roles.assign'({ rows }) {
      const state = await roles.assign(rows)
      host.emit('roles.changed', {})
      return state
    }
  }
}
