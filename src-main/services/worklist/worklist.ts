import type { WorklistEntry, WorklistPage, WorklistView } from '#shared/contract/worklist.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'

/** Whether what is recorded about a person may be seen and changed. */
export type IsShown = (event: Pick<WorklistEvent, 'patient'>) => boolean

/** What the calls need of the worklist. `isShown` is for roles that are limited to some of the people. */
export interface Worklist {
  read(population: string, from: number, isShown?: IsShown): Promise<WorklistPage>
  add(population: string, entries: readonly WorklistEntry[], isShown?: IsShown): Promise<WorklistEvent[]>
  /** @returns how many of the events were new */
  receive(population: string, events: readonly WorklistEvent[], isShown?: IsShown): Promise<number>
  populations(): Promise<{ population: string; events: number }[]>
  carryOn(population: string, from: string): Promise<void>
  views(): Promise<WorklistView[]>
  setViews(views: readonly WorklistView[]): Promise<WorklistView[]>
}
