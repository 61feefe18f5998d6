import { stateMessages as m } from '#messages/state.ts'
import { COHORT_FORMAT, type CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import { listsPeople } from '#engine/cohorts/definition/walk-definition.ts'
import type { Cohort } from '#engine/cohorts/members/cohorts.ts'
import type { CohortOptions } from '#engine/cohorts/members/cohort-options.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { CohortReport } from '../../workers/store/protocol/cohort-protocol.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Drafts } from '../drafts/drafts.svelte.ts'
import type { CohortsState } from './cohorts.svelte.ts'

/** Stands for a cohort that is not saved yet. */
const NEW_COHORT = 'new'
const DRAFT = 'cohort-builder'
const FORMAT = 1

interface Unsaved {
  readonly id: string
  readonly definition: CohortDefinition
}

/** Dependencies of {@link CohortBuilder}. */
export interface CohortBuilderDependencies {
  readonly store: StoreApi
  readonly drafts: Drafts
  readonly cohorts: CohortsState
}

const blank: CohortDefinition = { format: COHORT_FORMAT, title: m.newCohort, steps: [] }

/** The cohort that is being built: its definition as it stands, and what it comes to. It outlives the screen. */
export class CohortBuilder {
  readonly #dependencies: CohortBuilderDependencies
  #id = $state(NEW_COHORT)
  #definition = $state.raw<CohortDefinition>(blank)
  #saved = $state.raw<CohortDefinition>(blank)
  #report = $state.raw<CohortReport | undefined>()
  #options = $state.raw<CohortOptions | undefined>()
  #error = $state.raw<WireError | undefined>()
  #past = $state.raw<readonly CohortDefinition[]>([])
  #asked = 0
  /** What is shown, with the id under which it is saved; another object whenever another cohort is opened. */
  #shown = { id: NEW_COHORT }
  readonly #inTurn = oneAtATime()

  constructor(dependencies: CohortBuilderDependencies) {
    this.#dependencies = dependencies
  }

  get id(): string {
    return this.#id
  }

  get definition(): CohortDefinition {
    return this.#definition
  }

  /** What the definition came to last; of the definition before while the next is evaluated. */
  get report(): CohortReport | undefined {
    return this.#report
  }

  /** Why it cannot be evaluated. */
  get error(): WireError | undefined {
    return this.#error
  }

  get options(): CohortOptions | undefined {
    return this.#options
  }

  get isSaved(): boolean {
    return this.#id !== NEW_COHORT
  }

  /** There is something to save. */
  get isChanged(): boolean {
    return JSON.stringify(this.#definition) !== JSON.stringify(this.#saved)
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  /** Opens a saved cohort, with changes that were not saved. @returns whether there is such a cohort */
  open(id: string): boolean {
    const { cohorts, drafts } = this.#dependencies
    if (id === this.#id && (id === NEW_COHORT || this.isChanged)) return true
    const unsaved = drafts.readValue<Unsaved>(DRAFT, FORMAT)
    const saved = id === NEW_COHORT ? blank : cohorts.find(id)?.definition
    if (saved === undefined) return false
    this.#show(id, saved, unsaved?.id === id ? unsaved.definition : saved)
    return true
  }

  /** Begins a new cohort. */
  begin(definition: CohortDefinition = blank): void {
    this.#show(NEW_COHORT, blank, definition)
    if (this.isChanged) this.#writeDraft()
  }

  /** Changes the definition; {@link undo} takes it back. */
  change(definition: CohortDefinition): void {
    if (JSON.stringify(definition) === JSON.stringify(this.#definition)) return
    this.#past = [...this.#past.slice(-49), this.#definition]
    this.#definition = definition
    this.#writeDraft()
  }

  undo(): void {
    const before = this.#past.at(-1)
    if (before === undefined) return
    this.#past = this.#past.slice(0, -1)
    this.#definition = before
    this.#writeDraft()
  }

  /**
   * Saves the definition, a new one under an id of its own, which it has also where it is saved again meanwhile.
   * @throws AppError `invalid-input`
   */
  save(): Promise<Cohort> {
    const [shown, definition] = [this.#shown, this.#definition]
    return this.#inTurn(() => this.#save(shown, definition))
  }

  async #save(shown: { id: string }, definition: CohortDefinition): Promise<Cohort> {
    const { cohorts, drafts } = this.#dependencies
    const isNew = shown.id === NEW_COHORT
    const cohort = isNew ? await cohorts.create(definition) : await cohorts.put({ id: shown.id, definition })
    if (this.#shown === shown) {
      this.#id = cohort.id
      this.#saved = definition
      this.#writeDraft()
    } else {
      // Another cohort is open by now, and the draft may be of that.
      const unsaved = drafts.readValue<Unsaved>(DRAFT, FORMAT)
      if (JSON.stringify(unsaved) === JSON.stringify({ id: shown.id, definition })) drafts.remove(DRAFT)
    }
    shown.id = cohort.id
    return cohort
  }

  /** Evaluates the definition; the last one asked for always gets its answer. */
  async evaluate(context: Context): Promise<void> {
    const asked = ++this.#asked
    const { store } = this.#dependencies
    try {
      const report = await store.cohortReport(this.#id, this.#definition, context)
      if (asked !== this.#asked) return
      this.#report = report
      this.#error = undefined
    } catch (error) {
      if (asked === this.#asked) this.#error = toWireError(error)
    }
  }

  /** Reads what criteria can choose from; call it when other data are loaded. */
  async readOptions(): Promise<void> {
    this.#options = await this.#dependencies.store.cohortOptions()
  }

  #show(id: string, saved: CohortDefinition, definition: CohortDefinition): void {
    this.#shown = { id }
    this.#id = id
    this.#saved = saved
    this.#definition = definition
    this.#report = undefined
    this.#error = undefined
    this.#past = []
  }

  /** Unsaved work survives a reload, sealed. Lists of people are too long for that, and are saved in parts only. */
  #writeDraft(): void {
    const { drafts } = this.#dependencies
    if (!this.isChanged) drafts.remove(DRAFT)
    else if (!listsPeople(this.#definition))
      drafts.writeValue<Unsaved>(DRAFT, FORMAT, { id: this.#id, definition: this.#definition })
  }
}
