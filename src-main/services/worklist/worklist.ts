import type { WorklistEntry, WorklistPage, WorklistView } from '#shared/contract/worklist.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'

/** What the calls need of the worklist. */
export interface Worklist {
  read(population: string, from: number): Promise<WorklistPage>
  add(population: string, entries: readonly WorklistEntry[]): Promise<WorklistEvent[]>
  /** @returns how many of the events were new */
  receive(population: string, events: readonly WorklistEvent[]): Promise<number>
  populations(): Promise<{ population: string; events: number }[]>
  carryOn(population: string, from: string): Promise<void>
  views(): Promise<WorklistView[]>
  setViews(views: readonly WorklistView[]): Promise<WorklistView[]>
}
