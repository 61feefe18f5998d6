import type { ContentCase } from '#engine/content/content-document.ts'
import type { InstalledMeasure } from '#engine/content/installed-measure.ts'
import type { CqlProblem, CqlTranslation } from '#engine/cql/translate-cql.ts'
import { cqlLibraryName } from '#engine/cql/library-name.ts'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import { startContentClient, type ContentClient } from '../../workers/content-client.ts'
import type { DraftMeasure, DraftOutcome } from '../../workers/draft-protocol.ts'
import { findCqlDraft, removeCqlDraft, writeCqlDraft, type CqlDraft } from './cql-drafts.ts'
import { noSurroundings, readSurroundings, type Surroundings } from './cql-surroundings.ts'
import { newLibraryText, newMeasure, nextVersion } from './new-measure.ts'
import { saveDraft } from './save-draft.ts'

/** Milliseconds after the last key before the text is translated. */
const PAUSE_MS = 350

/** One measure that is being written: its text, what is wrong with it, and what it gives on the loaded data. */
export class CqlEditor {
  readonly #app: App
  #base = $state.raw<InstalledMeasure | undefined>()
  /** The FHIR Measure of one that is new; undefined while an installed one is changed. */
  #measure = $state.raw<FhirObject | undefined>()
  #text = $state('')
  #before = $state('')
  #surroundings = $state.raw<Surroundings>(noSurroundings)
  #translation = $state.raw<CqlTranslation | undefined>()
  #outcome = $state.raw<DraftOutcome | undefined>()
  /** The text that gave the outcome. */
  #evaluated = $state('')
  #own = $state.raw<readonly ContentCase[]>([])
  #error = $state<string | undefined>()
  #state = $state<'loading' | 'idle' | 'translating' | 'running' | 'saving'>('loading')
  #version = $state('')
  #timer: ReturnType<typeof setTimeout> | undefined
  #turn = 0
  #client: ContentClient | undefined

  constructor(app: App) {
    this.#app = app
  }

  get base(): InstalledMeasure | undefined {
    return this.#base
  }

  /** It has no installed version yet. */
  get isNew(): boolean {
    return this.#measure !== undefined
  }

  get title(): string {
    const own = this.#measure?.['title']
    return typeof own === 'string' ? own : (this.#base?.title ?? '')
  }

  get text(): string {
    return this.#text
  }

  /** The text as it is installed. */
  get before(): string {
    return this.#before
  }

  get changed(): boolean {
    return this.isNew || this.#text !== this.#before
  }

  /** What the text may refer to. */
  get surroundings(): Surroundings {
    return this.#surroundings
  }

  get problems(): readonly CqlProblem[] {
    return this.#translation?.problems ?? []
  }

  /** What the last text without errors gave; it stays while a new one is evaluated. */
  get outcome(): DraftOutcome | undefined {
    return this.#outcome
  }

  /** The outcome is that of a text that has changed since. */
  get isEarlier(): boolean {
    return this.#outcome !== undefined && this.#evaluated !== this.#text
  }

  /** Cases that were made of people in the data. They are health data: in memory only, and never saved. */
  get ownCases(): readonly ContentCase[] {
    return this.#own
  }

  /** Why the last step came to nothing. */
  get error(): string | undefined {
    return this.#error
  }

  get state(): 'loading' | 'idle' | 'translating' | 'running' | 'saving' {
    return this.#state
  }

  /** Version under which it will be saved. */
  get version(): string {
    return this.#version
  }

  set version(version: string) {
    this.#version = version.slice(0, 40)
  }

  /** Whether the text can be saved: it is translated and has no errors. */
  get canSave(): boolean {
    return this.#state === 'idle' && this.changed && this.#translation?.elm !== undefined && this.#version !== ''
  }

  /** Opens an installed measure. */
  async open(measure: InstalledMeasure): Promise<void> {
    this.#start(measure, undefined)
    try {
      const texts = await this.#app.store.measureText(measure.id)
      this.#surroundings = await readSurroundings(this.#app, measure, texts)
      const own = texts[0]?.cql
      if (own === undefined) {
        this.#error =
          'This measure came as compiled logic (ELM) without its CQL text. Import the CQL beside it to change it.'
        this.#state = 'idle'
        return
      }
      const draft = findCqlDraft(this.#app.drafts, { title: undefined, base: measure.id })
      this.#before = own
      this.#text = draft?.text ?? own
      this.#version = draft?.version ?? nextVersion(measure.version)
      this.#changed()
    } catch (error) {
      this.#fail(error)
    }
  }

  /**
   * Begins a measure, or goes on with the draft of the same title.
   * @param lender installed measure whose pack lends libraries and value sets
   */
  async create(title: string, lender: InstalledMeasure): Promise<void> {
    this.#start(lender, newMeasure(title))
    try {
      const texts = await this.#app.store.measureText(lender.id)
      this.#surroundings = await readSurroundings(this.#app, lender, texts)
      const draft = findCqlDraft(this.#app.drafts, { title, base: lender.id })
      this.#before = ''
      this.#text = draft?.text ?? newLibraryText(title)
      this.#version = draft?.version ?? '0.1.0'
      this.#changed()
      this.#hold()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Takes a changed text; it is translated and evaluated when the keys rest. */
  write(text: string): void {
    if (text === this.#text) return
    this.#text = text
    this.#changed()
    this.#hold()
  }

  /** Goes back to the installed text, or gives a new measure up. @returns brings the text back */
  discard(): () => void {
    const draft = this.#asDraft()
    removeCqlDraft(this.#app.drafts, draft)
    if (this.isNew) {
      this.#measure = this.#base = undefined
      this.#text = ''
    } else this.write(this.#before)
    return () => writeCqlDraft(this.#app.drafts, draft)
  }

  /** Translates and evaluates now. */
  run(): void {
    clearTimeout(this.#timer)
    void this.#evaluate(++this.#turn)
  }

  /** Makes a case of a person of the data, that expects what the installed measure gives. @param patient ordinal */
  async addCase(patient: number): Promise<void> {
    const base = this.#base
    if (base === undefined) return
    try {
      const made = await this.#app.store.caseOf(base.id, patient, this.#app.measures.period)
      this.#own = [...this.#own.filter(({ name }) => name !== made.name), made]
      this.run()
    } catch (error) {
      this.#fail(error)
    }
  }

  dropCase(name: string): void {
    this.#own = this.#own.filter((one) => one.name !== name)
    this.run()
  }

  /** Saves it as a pack of its own. The version before stays installed beside it. */
  async save(): Promise<void> {
    const draft = this.#draft()
    if (draft === undefined || !this.canSave) return
    this.#state = 'saving'
    try {
      const written = this.#asDraft()
      const made = await saveDraft(this.#app, this.#worker(), draft, this.title, this.#version)
      removeCqlDraft(this.#app.drafts, written)
      this.#app.toasts.show(`${this.title} ${this.#version} is installed`)
      this.#state = 'idle'
      if (made !== undefined) this.#app.router.go({ screen: 'cql', measure: made.id })
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Ends the worker; the editor is left. */
  close(): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#client?.stop()
    this.#client = undefined
  }

  #start(base: InstalledMeasure, measure: FhirObject | undefined): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#base = base
    this.#measure = measure
    this.#text = this.#before = ''
    this.#translation = undefined
    this.#outcome = undefined
    this.#own = []
    this.#error = undefined
    this.#state = 'loading'
  }

  #asDraft(): CqlDraft {
    return {
      title: this.isNew ? this.title : undefined,
      base: this.#base?.id ?? '',
      text: this.#text,
      version: this.#version
    }
  }

  /** Holds what is not installed, so that it is there again after anything that ends the screen. */
  #hold(): void {
    if (this.changed) writeCqlDraft(this.#app.drafts, this.#asDraft())
    else removeCqlDraft(this.#app.drafts, this.#asDraft())
  }

  #changed(): void {
    clearTimeout(this.#timer)
    const turn = ++this.#turn
    this.#error = undefined
    this.#state = 'translating'
    this.#timer = setTimeout(() => void this.#evaluate(turn), PAUSE_MS)
  }

  async #evaluate(turn: number): Promise<void> {
    if (this.#base === undefined || turn !== this.#turn) return
    this.#state = 'translating'
    try {
      const text = this.#text
      const own = cqlLibraryName(text)?.name
      const others = Object.fromEntries(Object.entries(this.#surroundings.libraries).filter(([name]) => name !== own))
      const translation = await this.#worker().api.translate(text, others)
      if (turn !== this.#turn) return
      this.#translation = translation
      const draft = this.#draft()
      if (draft === undefined || this.#app.session.loaded === undefined) {
        this.#state = 'idle'
        return
      }
      this.#state = 'running'
      const { measures, settings, store } = this.#app
      const outcome = await store.runDraft({
        ...draft,
        period: measures.period,
        policy: settings.value.measurePolicy,
        zone: settings.value.measureZone,
        cases: this.#own
      })
      if (turn !== this.#turn) return
      this.#outcome = outcome
      this.#evaluated = this.#text
      this.#state = 'idle'
    } catch (error) {
      if (turn === this.#turn) this.#fail(error)
    }
  }

  #draft(): DraftMeasure | undefined {
    const translation = this.#translation
    if (this.#base === undefined || translation?.elm === undefined) return undefined
    const { name, version, elm } = translation
    return { base: this.#base.id, measure: this.#measure, library: { name, version, cql: this.#text, elm } }
  }

  #fail(error: unknown): void {
    const { message, code } = toWireError(error)
    this.#state = 'idle'
    if (code !== 'cancelled') this.#error = message
  }

  #worker(): ContentClient {
    const { transport } = this.#app
    return (this.#client ??= startContentClient({
      open: async (request) => (await transport.call('imports.stream', request)).url,
      reading: () => undefined
    }))
  }
}
