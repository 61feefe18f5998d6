import type { Worklist } from '../services/worklist/worklist.ts'
import type { Handlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'

type WorklistMethod = Extract<keyof Handlers, `worklist.${string}`>

/** The handlers for the work on care gaps. */
export function createWorklistHandlers(host: Pick<Host, 'emit'>, worklist: Worklist): Pick<Handlers, WorklistMethod> {
  const changed = (): void => host.emit('worklist.changed', {})
  return {
    async 'worklist.read'({ population, from }) {
      return worklist.read(population, from)
    },
    async 'worklist.add'({ population, entries }) {
      const events = await worklist.add(population, entries)
      changed()
      return events
    },
    async 'worklist.receive'({ population, events }) {
      const added = await worklist.receive(population, events)
      if (added > 0) changed()
      return { added }
    },
    async 'worklist.populations'() {
      return worklist.populations()
    },
    async 'worklist.carryOn'({ population, from }) {
      await worklist.carryOn(population, from)
      changed()
    },
    async 'worklist.views'() {
      return worklist.views()
    },
    async 'worklist.setViews'(views) {
      return worklist.setViews(views)
    }
  }
}
