import { stateMessages as m } from '#messages/state.ts'
import { everAssigned } from '#engine/measures/gaps/work-events.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { maxEvents, type WorklistEntry, type WorklistPage, type WorklistView } from '#shared/contract/worklist.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { MeasureResultsApi } from '../../workers/measures/measure-protocol.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** Dependencies of {@link WorklistState}. */
export interface WorklistDependencies {
  readonly transport: Transport
  readonly store: Pick<MeasureResultsApi, 'setWorklist'>
  readonly toasts: Toasts
  /** Opens the key, by asking for a passphrase where one is needed. */
  readonly unlock: () => Promise<boolean>
}

/** The work on care gaps of the loaded population: read from the sealed worklist, handed to the store worker. */
export class WorklistState {
  readonly #dependencies: WorklistDependencies
  #population = $state<string | undefined>()
  #state = $state<WorklistPage['state']>('none')
  #events: WorklistEvent[] = []
  #standsFor: ReadonlyMap<string, string> = new Map()
  #count = $state(0)
  #owners = $state.raw<readonly string[]>([])
  #setAside = $state(false)
  #cut = $state(false)
  #carriedFrom = $state<string | undefined>()
  #others = $state.raw<readonly { readonly population: string; readonly events: number }[]>([])
  #views = $state.raw<readonly WorklistView[]>([])
  #version = $state(0)
  readonly #inTurn = oneAtATime()
  #recording = $state.raw<{ readonly done: number; readonly total: number } | undefined>()
  #stopped = false

  constructor(dependencies: WorklistDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('worklist.changed', () => void this.#inTurn(() => this.#readOn()))
    dependencies.transport.subscribe('snapshots.changed', () => {
      // Somebody may have unlocked what is kept.
      if (this.#state !== 'open') void this.#inTurn(() => this.#readOn())
    })
  }

  get state(): WorklistPage['state'] {
    return this.#state
  }

  /** How many events there are. */
  get count(): number {
    return this.#count
  }

  /** Everybody who was ever assigned a gap of this population, the latest first. */
  get owners(): readonly string[] {
    return this.#owners
  }

  /** Records are missing at the end of the file. */
  get cut(): boolean {
    return this.#cut
  }

  /** Part of the file did not count and stands aside. */
  get setAside(): boolean {
    return this.#setAside
  }

  /** Whose worklist this is, when it is carried on from another one. */
  get carriedFrom(): string | undefined {
    return this.#carriedFrom
  }

  /** Other worklists that could be carried on; only while this one is empty. */
  get others(): readonly { readonly population: string; readonly events: number }[] {
    return this.#others
  }

  get views(): readonly WorklistView[] {
    return this.#views
  }

  /** Changes whenever the store worker has another worklist. */
  get version(): number {
    return this.#version
  }

  /** Goes over to the worklist of another population. @param population `undefined` when the data were closed */
  open(population: string | undefined): Promise<void> {
    return this.#inTurn(async () => {
      this.#population = population
      this.#reset()
      await this.#readOn()
    })
  }

  /** How far a long list has been recorded, while it is. */
  get recording(): { readonly done: number; readonly total: number } | undefined {
    return this.#recording
  }

  /** Ends the recording of a long list; what was recorded stays. */
  stopRecording(): void {
    this.#stopped = true
  }

  /** Opens the key, then reads. @returns whether the worklist can be used */
  async unlock(): Promise<boolean> {
    if (!(await this.#dependencies.unlock())) return false
    await this.#inTurn(() => this.#readOn())
    return true
  }

  /**
   * Records what somebody did, after asking for a passphrase where one is needed. Says it when it fails.
   * @returns the events; `undefined` when nothing was recorded
   */
  async record(entries: readonly WorklistEntry[]): Promise<readonly WorklistEvent[] | undefined> {
    const population = this.#population
    if (population === undefined || entries.length === 0 || !(await this.#dependencies.unlock())) return undefined
    return this.#inTurn(async () => {
      const recorded: WorklistEvent[] = []
      this.#stopped = false
      try {
        for (let from = 0; from < entries.length && !this.#stopped; from += maxEvents) {
          if (entries.length > maxEvents) this.#recording = { done: from, total: entries.length }
          const part = entries.slice(from, from + maxEvents)
          recorded.push(...(await this.#dependencies.transport.call('worklist.add', { population, entries: part })))
        }
      } catch (error) {
        const outcome = recorded.length === 0 ? m.nothingWasRecorded : m.onlyTheFirstWereRecorded(recorded.length)
        this.#dependencies.toasts.show(`${outcome}. ${toWireError(error).message}`, { kind: 'failed' })
      }
      await this.#readOn()
      this.#recording = undefined
      return recorded.length === 0 ? undefined : recorded
    })
  }

  /** Names the source of the people whose worklist this is. */
  get population(): string | undefined {
    return this.#population
  }

  /** Everything that was recorded about some gaps, under any of the ids of their people. */
  eventsOf(gaps: readonly Pick<WorklistEvent, 'patient' | 'measure' | 'group'>[]): readonly WorklistEvent[] {
    const keyOf = ({ patient, measure, group }: (typeof gaps)[number]): string =>
      `${this.#standsFor.get(patient) ?? patient}\n${measure}\n${group}`
    const wanted = new Set(gaps.map(keyOf))
    return this.#events.filter((event) => wanted.has(keyOf(event)))
  }

  /**
   * Takes over what somebody else recorded.
   * @returns how many events were new; `undefined` when nothing could be taken over
   * @throws AppError what the services say
   */
  async receive(events: readonly WorklistEvent[]): Promise<number | undefined> {
    const population = this.#population
    if (population === undefined || !(await this.#dependencies.unlock())) return undefined
    return this.#inTurn(async () => {
      let added = 0
      for (let from = 0; from < events.length; from += maxEvents) {
        const part = events.slice(from, from + maxEvents)
        added += (await this.#dependencies.transport.call('worklist.receive', { population, events: part })).added
      }
      await this.#readOn()
      return added
    })
  }

  /** Takes events back: they stay in the history and no longer hold. */
  async revoke(events: readonly WorklistEvent[]): Promise<boolean> {
    const entries = events.map(({ id, patient, measure, group, period }): WorklistEntry => ({
      kind: 'revoke',
      event: id,
      patient,
      measure,
      group,
      period
    }))
    return (await this.record(entries)) !== undefined
  }

  /** From now on this population has the worklist of another one. */
  async carryOn(from: string): Promise<void> {
    const population = this.#population
    if (population === undefined || !(await this.#dependencies.unlock())) return
    await this.#inTurn(async () => {
      try {
        await this.#dependencies.transport.call('worklist.carryOn', { population, from })
        this.#reset()
        await this.#readOn()
        this.#dependencies.toasts.show(m.theWorklistIsCarriedOn)
      } catch (error) {
        this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
      }
    })
  }

  /** Keeps a choice of rows under a name; an older one of the same name gives way. */
  async saveView(view: WorklistView): Promise<void> {
    await this.#keepViews([...this.#views.filter(({ title }) => title !== view.title), view], m.savedTitle(view.title))
  }

  async removeView(title: string): Promise<void> {
    await this.#keepViews(
      this.#views.filter((view) => view.title !== title),
      m.removedTitle(title)
    )
  }

  async #keepViews(views: readonly WorklistView[], said: string): Promise<void> {
    if (!(await this.#dependencies.unlock())) return
    try {
      this.#views = await this.#dependencies.transport.call('worklist.setViews', [...views])
      this.#dependencies.toasts.show(said)
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  #reset(): void {
    this.#events = []
    this.#count = 0
    this.#owners = []
    this.#carriedFrom = undefined
    this.#setAside = false
    this.#cut = false
    this.#others = []
  }

  /** Reads what was recorded since, and hands the whole to the store worker. */
  async #readOn(): Promise<void> {
    const { transport, store, toasts } = this.#dependencies
    const population = this.#population
    try {
      const before = this.#events.length
      for (;;) {
        if (population === undefined) break
        const page = await transport.call('worklist.read', { population, from: this.#events.length })
        this.#state = page.state
        this.#setAside ||= page.setAside
        this.#cut ||= page.cut ?? false
        this.#carriedFrom = page.carriedFrom
        this.#events.push(...page.events)
        if (page.events.length === 0 || this.#events.length >= page.total) break
      }
      this.#count = this.#events.length
      this.#owners = everAssigned(this.#events)
      if (this.#state === 'open') {
        this.#views = await transport.call('worklist.views', undefined)
        this.#others =
          this.#count > 0 || population === undefined
            ? []
            : (await transport.call('worklist.populations', undefined)).filter((item) => item.population !== population)
      }
      if (this.#events.length === before && this.#version > 0 && before > 0) return
      this.#standsFor = await store.setWorklist([...this.#events])
      this.#version += 1
    } catch (error) {
      toasts.show(m.theWorklistCouldNotBeRead(toWireError(error).message), { kind: 'failed' })
    }
  }
}
