import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'
import type { RoleService } from '../services/roles/role-service.ts'

/** The handlers for who may do what. */
export function createRoleHandlers(host: Pick<Host, 'emit'>, roles: RoleService): ServiceHandlers['roles'] {
  return {
    mine: () => roles.current(),
    list: () => roles.list(),
    async assign({ rows }) {
      const state = await roles.assign(rows)
      host.emit('roles.changed', {})
      return state
    }
  }
}
