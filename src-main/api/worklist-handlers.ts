import type { Worklist } from '../services/worklist/worklist.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'

/** The handlers for the work on care gaps. */
export function createWorklistHandlers(host: Pick<Host, 'emit'>, worklist: Worklist): ServiceHandlers['worklist'] {
  const changed = (): void => host.emit('worklist.changed', {})
  return {
    async read({ population, from }) {
      return worklist.read(population, from)
    },
    async add({ population, entries }) {
      const events = await worklist.add(population, entries)
      changed()
      return events
    },
    async receive({ population, events }) {
      const added = await worklist.receive(population, events)
      if (added > 0) changed()
      return { added }
    },
    async populations() {
      return worklist.populations()
    },
    async carryOn({ population, from }) {
      await worklist.carryOn(population, from)
      changed()
    },
    async views() {
      return worklist.views()
    },
    async setViews(views) {
      return worklist.setViews(views)
    }
  }
}
