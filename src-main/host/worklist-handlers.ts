import type { Handlers } from '#shared/contract/contract.ts'
import type { WorklistEntry, WorklistPage, WorklistView } from '#shared/contract/worklist.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { Host } from './ports.ts'

/** What the calls need of the worklist. */
export interface Worklist {
  read(population: string, from: number): Promise<WorklistPage>
  add(population: string, entries: readonly WorklistEntry[]): Promise<WorklistEvent[]>
  populations(): Promise<{ population: string; events: number }[]>
  carryOn(population: string, from: string): Promise<void>
  views(): Promise<WorklistView[]>
  setViews(views: readonly WorklistView[]): Promise<WorklistView[]>
}

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
