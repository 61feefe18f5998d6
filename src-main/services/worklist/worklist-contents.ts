import type { WorklistView } from '#shared/contract/worklist.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { WorklistRecord } from './worklist-record.ts'

/** Everything that the records of a journal come to. */
export class WorklistContents {
  readonly #events = new Map<string, WorklistEvent[]>()
  readonly #carried = new Map<string, string>()
  #views: readonly WorklistView[] = []

  add(record: WorklistRecord): void {
    if (record.type === 'events') {
      const events = this.#events.get(record.population)
      if (events === undefined) this.#events.set(record.population, [...record.events])
      else events.push(...record.events)
    } else if (record.type === 'carried-on') this.#carried.set(record.population, record.from)
    else this.#views = record.views
  }

  /** The key whose events a population has: its own, or that of the worklist that it carries on. */
  ownerOf(population: string): string {
    let owner = population
    // A circle cannot be recorded; a damaged one must not hang.
    for (let steps = 0; steps <= this.#carried.size; steps += 1) {
      const next = this.#carried.get(owner)
      if (next === undefined) return owner
      owner = next
    }
    return population
  }

  events(population: string): readonly WorklistEvent[] {
    return this.#events.get(this.ownerOf(population)) ?? []
  }

  populations(): readonly { readonly population: string; readonly events: number }[] {
    return [...this.#events].map(([population, { length }]) => ({ population, events: length }))
  }

  get views(): readonly WorklistView[] {
    return this.#views
  }
}
