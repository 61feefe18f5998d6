import { screensCqlMessages as m } from '#messages/screens/cql.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import { startContentClient } from '../../workers/content/content-client.ts'
import { findCqlDraft, removeCqlDraft, writeCqlDraft, type CqlDraft } from './cql-drafts.ts'
import { CqlCases } from './cql-cases.svelte.ts'
import { CqlEvaluation, type CqlSource } from './cql-evaluation.svelte.ts'
import { emptyCqlContext, readCqlContext, type CqlScreenContext } from './cql-context.ts'
import { newLibraryText, newMeasure, nextVersion } from './new-measure.ts'
import { saveDraft } from './save-draft.ts'

/** One measure that is being written: its text, what is wrong with it, and what it gives on the loaded data. */
export class CqlEditor {
  readonly #app: App
  readonly #evaluation: CqlEvaluation
  readonly #cases: CqlCases
  #base = $state.raw<InstalledMeasure | undefined>()
  /** The FHIR Measure of one that is new; undefined while an installed one is changed. */
  #measure = $state.raw<FhirObject | undefined>()
  #text = $state('')
  /** The text as it was installed; undefined while it is not known. */
  #before = $state<string | undefined>()
  #surroundings = $state.raw<CqlScreenContext>(emptyCqlContext)
  #error = $state<string | undefined>()
  #busy = $state<'loading' | 'saving' | undefined>('loading')
  #version = $state('')
  #opened = 0
  readonly #stopListening: () => void

  constructor(app: App, startClient = startContentClient) {
    this.#app = app
    const source = (): CqlSource | undefined => {
      if (this.#base === undefined || this.#before === undefined) return undefined
      const { libraries } = this.#surroundings
      return { text: this.#text, base: this.#base.id, measure: this.#measure, libraries }
    }
    this.#evaluation = new CqlEvaluation(app, source, startClient)
    this.#cases = new CqlCases(app, this.#evaluation, () => ({ base: this.#base, measure: this.#measure }))
    this.#stopListening = app.drafts.onLoaded(() => this.#restore())
  }

  get base(): InstalledMeasure | undefined {
    return this.#base
  }

  /** It has no installed version yet. */
  get isNew(): boolean {
    return this.#measure !== undefined
  }

  get title(): string {
    const title = this.#measure?.['title']
    return typeof title === 'string' ? title : (this.#base?.title ?? '')
  }

  get text(): string {
    return this.#text
  }

  /** The text as it is installed. */
  get before(): string {
    return this.#before ?? ''
  }

  get changed(): boolean {
    return this.#before !== undefined && (this.isNew || this.#text !== this.#before)
  }

  /** What the text may refer to. */
  get cqlContext(): CqlScreenContext {
    return this.#surroundings
  }

  /** What the text means and gives. */
  get evaluation(): CqlEvaluation {
    return this.#evaluation
  }

  /** The user's own test cases. */
  get cases(): CqlCases {
    return this.#cases
  }

  /** Why the last step failed. */
  get error(): string | undefined {
    return this.#error ?? this.#cases.error ?? this.#evaluation.error
  }

  get state(): 'loading' | 'idle' | 'translating' | 'running' | 'saving' {
    return this.#busy ?? this.#evaluation.step
  }

  /** Version under which it will be saved. */
  get version(): string {
    return this.#version
  }

  set version(version: string) {
    this.#version = version.slice(0, 40)
    if (this.changed) this.#hold()
  }

  /** Whether the text can be saved: it is translated as it stands and has no errors. */
  get canSave(): boolean {
    return this.state === 'idle' && this.changed && this.#evaluation.draft !== undefined && this.#version !== ''
  }

  /** Opens an installed measure. */
  async open(measure: InstalledMeasure): Promise<void> {
    await this.#start(measure, undefined)
  }

  /** Begins a measure, or goes on with the draft of its title. @param lender its pack lends libraries and value sets */
  async create(title: string, lender: InstalledMeasure): Promise<void> {
    await this.#start(lender, newMeasure(title))
  }

  /** Takes a changed text; it is translated and evaluated when the keys rest. */
  write(text: string): void {
    if (text === this.#text) return
    this.#text = text
    this.#error = undefined
    this.#evaluation.changed()
    this.#hold()
  }

  /** Goes back to the installed text, or gives a new measure up. @returns brings the text back */
  discard(): () => void {
    const draft = this.#asDraft()
    removeCqlDraft(this.#app.drafts, draft)
    if (this.isNew) {
      this.#opened++
      this.#evaluation.reset()
      this.#measure = this.#base = this.#before = undefined
      this.#text = ''
    } else this.write(this.before)
    return () => writeCqlDraft(this.#app.drafts, draft)
  }

  /** Translates and evaluates now. */
  run(): void {
    this.#error = undefined
    this.#evaluation.run()
  }

  /** Saves it as a pack of its own. The version before stays installed next to it, and what is written meanwhile stays a draft. */
  async save(): Promise<void> {
    const { draft } = this.#evaluation
    if (draft === undefined || !this.canSave) return
    this.#busy = 'saving'
    const opened = this.#opened
    const saved = this.#asDraft()
    const title = this.title
    try {
      const installed = await saveDraft(this.#app, this.#evaluation.worker, draft, title, saved.version)
      this.#app.toasts.show(m.titleVersionIsInstalled(title, saved.version))
      if (opened !== this.#opened) return
      this.#busy = undefined
      if (this.#text !== saved.text) return
      removeCqlDraft(this.#app.drafts, saved)
      if (installed !== undefined) this.#app.router.go({ screen: 'cql', measure: installed.id })
    } catch (error) {
      if (opened === this.#opened) this.#fail(error)
    }
  }

  /** Ends the worker; the editor is left. */
  close(): void {
    this.#opened++
    this.#stopListening()
    this.#evaluation.close()
  }

  async #start(base: InstalledMeasure, measure: FhirObject | undefined): Promise<void> {
    const opened = ++this.#opened
    this.#evaluation.reset()
    this.#base = base
    this.#measure = measure
    this.#text = this.#version = ''
    this.#before = undefined
    this.#surroundings = emptyCqlContext
    this.#error = undefined
    this.#busy = 'loading'
    try {
      const texts = await this.#app.store.measureText(base.id)
      const cqlContext = await readCqlContext(this.#app, base, texts)
      // Another measure was opened meanwhile.
      if (opened !== this.#opened) return
      this.#surroundings = cqlContext
      const installed = this.isNew ? '' : texts[0]?.cql
      this.#busy = undefined
      if (installed === undefined) {
        this.#error = m.thisMeasureCameAsCompiledLogic
        return
      }
      this.#before = installed
      this.#text = this.isNew ? newLibraryText(this.title) : installed
      this.#version = this.isNew ? '0.1.0' : nextVersion(base.version)
      this.#cases.open()
      this.#restore()
      this.#evaluation.changed()
      if (this.isNew) this.#hold()
    } catch (error) {
      if (opened === this.#opened) this.#fail(error)
    }
  }

  /** Brings the unsaved text back, as after a reload, an unlock, or a decision between two windows. */
  #restore(): void {
    if (this.#base === undefined || this.#before === undefined) return
    this.#cases.restore()
    const draft = findCqlDraft(this.#app.drafts, this.#asDraft())
    if (draft === undefined || (draft.text === this.#text && draft.version === this.#version)) return
    this.#text = draft.text
    this.#version = draft.version
    this.#evaluation.changed()
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

  #fail(error: unknown): void {
    const { message, code } = toWireError(error)
    this.#busy = undefined
    if (code !== 'cancelled') this.#error = message
  }
}
