import type { ContentCase } from '#engine/measures/content/document/content-document.ts'
import { cqlLibraryName } from '#engine/cql/translate/library-name.ts'
import type { CqlProblem, CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import type { ContentClient, startContentClient } from '../../workers/content/content-client.ts'
import type { DraftMeasure, DraftOutcome } from '../../workers/measures/draft-protocol.ts'

/** Milliseconds after the last key press before the text is translated. */
const PAUSE_MS = 350

/** A text to translate and evaluate, and what it needs. */
export interface CqlSource {
  readonly text: string
  /** Id of the installed measure that is changed, or that lends its pack. */
  readonly base: string
  /** The FHIR Measure of a new one. */
  readonly measure: FhirObject | undefined
  /** CQL of the libraries that it may include, by name. */
  readonly libraries: Readonly<Record<string, string>>
}

/** What a text means and what it gives on the loaded data. Answers about an older text, or another measure, are dropped. */
export class CqlEvaluation {
  readonly #app: App
  readonly #source: () => CqlSource | undefined
  readonly #startClient: typeof startContentClient
  #translation = $state.raw<{ readonly text: string; readonly value: CqlTranslation } | undefined>()
  #outcome = $state.raw<{ readonly text: string; readonly value: DraftOutcome } | undefined>()
  #cases = $state.raw<readonly ContentCase[]>([])
  #step = $state<'idle' | 'translating' | 'running'>('idle')
  #error = $state<string | undefined>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #turn = 0
  #client: ContentClient | undefined

  /**
   * @param source what is being written; undefined while nothing is
   * @param startClient starts the worker that translates, when it is first needed
   */
  constructor(app: App, source: () => CqlSource | undefined, startClient: typeof startContentClient) {
    this.#app = app
    this.#source = source
    this.#startClient = startClient
  }

  get step(): 'idle' | 'translating' | 'running' {
    return this.#step
  }

  /** Why the last step failed. */
  get error(): string | undefined {
    return this.#error
  }

  get problems(): readonly CqlProblem[] {
    return this.#translation?.value.problems ?? []
  }

  /** What the last text without errors gave; it stays while a new one is evaluated. */
  get outcome(): DraftOutcome | undefined {
    return this.#outcome?.value
  }

  /** The outcome is that of a text that has changed since. */
  get isEarlier(): boolean {
    return this.#outcome !== undefined && this.#outcome.text !== this.#source()?.text
  }

  /** The user's own cases. Their records may be those of a person: they are never part of a pack. */
  get cases(): readonly ContentCase[] {
    return this.#cases
  }

  /** The measure as it stands; undefined where its text is not translated yet or has errors. */
  get draft(): DraftMeasure | undefined {
    const source = this.#source()
    const translation = this.#translation
    if (source === undefined || translation?.text !== source.text || translation.value.elm === undefined) {
      return undefined
    }
    const { name, version, elm } = translation.value
    return { base: source.base, measure: source.measure, library: { name, version, cql: source.text, elm } }
  }

  get worker(): ContentClient {
    const { transport } = this.#app
    return (this.#client ??= this.#startClient({
      open: async (request) => (await transport.call('imports.stream', request)).url,
      reading: () => undefined
    }))
  }

  /** Forgets everything about the measure before. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#translation = undefined
    this.#outcome = undefined
    this.#cases = []
    this.#step = 'idle'
    this.#error = undefined
  }

  /** The text is another one; it is translated and evaluated when the keys rest. */
  changed(): void {
    clearTimeout(this.#timer)
    const turn = ++this.#turn
    this.#error = undefined
    this.#step = 'translating'
    this.#timer = setTimeout(() => void this.#evaluate(turn), PAUSE_MS)
  }

  /** Translates and evaluates now. */
  run(): void {
    clearTimeout(this.#timer)
    void this.#evaluate(++this.#turn)
  }

  /** Takes other cases, and runs them. */
  setCases(cases: readonly ContentCase[]): void {
    this.#cases = cases
    this.run()
  }

  /** Takes the cases that were saved; they run with the text. */
  openCases(cases: readonly ContentCase[]): void {
    this.#cases = cases
  }

  /** Ends the worker; the editor is left. */
  close(): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#client?.stop()
    this.#client = undefined
  }

  async #evaluate(turn: number): Promise<void> {
    const source = this.#source()
    if (source === undefined || turn !== this.#turn) return
    const { text, libraries } = source
    this.#error = undefined
    this.#step = 'translating'
    try {
      const editedName = cqlLibraryName(text)?.name
      const others = Object.fromEntries(Object.entries(libraries).filter(([name]) => name !== editedName))
      const value = await this.worker.api.translate(text, others)
      if (turn !== this.#turn) return
      this.#translation = { text, value }
      const { draft } = this
      if (draft !== undefined && this.#app.session.loaded !== undefined) {
        this.#step = 'running'
        const outcome = await this.#run(draft)
        if (turn !== this.#turn) return
        this.#outcome = { text, value: outcome }
      }
      this.#step = 'idle'
    } catch (error) {
      if (turn !== this.#turn) return
      this.#step = 'idle'
      const { message, code } = toWireError(error)
      if (code !== 'cancelled') this.#error = message
    }
  }

  #run(draft: DraftMeasure): Promise<DraftOutcome> {
    const { measures, settings, store } = this.#app
    return store.runDraft({
      ...draft,
      period: measures.period,
      policy: settings.value.measurePolicy,
      zone: settings.value.measureZone,
      cases: this.#cases
    })
  }
}
