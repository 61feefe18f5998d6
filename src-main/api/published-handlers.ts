import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { PublishedRegister } from '../services/published/published-register.ts'

/** The handlers for the register of published counts. */
export function createPublishedHandlers(register: PublishedRegister): ServiceHandlers['published'] {
  return {
    enter: (release) => register.enter(release),
    list: () => register.list(),
    acknowledge: () => register.acknowledge(),
    async forget({ entry, reason }) {
      await register.forget(entry, reason)
    }
  }
}
