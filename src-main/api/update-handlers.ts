import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'
import type { UpdateService } from '../services/updates/update-service.ts'

/** The handlers for new versions of Populus. */
export function createUpdateHandlers(
  { emit }: Pick<Host, 'emit'>,
  updates: Pick<UpdateService, 'state' | 'check' | 'download'>
): ServiceHandlers['updates'] {
  return {
    state: () => updates.state(),
    async check() {
      const look = await updates.check()
      emit('updates.changed', {})
      return look
    },
    async download({ name }) {
      const done = await updates.download(name)
      emit('updates.changed', {})
      return done
    }
  }
}
