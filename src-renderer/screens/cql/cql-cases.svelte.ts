import { screensCqlMessages as m } from '#messages/screens/cql.ts'
import { caseBundles, readCaseBundles } from '#engine/measures/content/document/case-bundle.ts'
import type { ContentCase } from '#engine/measures/content/document/content-document.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import { objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import type { CqlEvaluation } from './cql-evaluation.svelte.ts'
import { removeCase, saveCase, savedCases } from './saved-cases.ts'

/** The measure that cases are about. */
interface CaseSubject {
  readonly base: InstalledMeasure | undefined
  /** The FHIR Measure of one that is new. */
  readonly measure: FhirObject | undefined
}

/** A rate whose populations a case expects something of. */
export interface CaseRate {
  readonly id: string
  readonly populations: readonly string[]
}

/** The user's own test cases of the measure that is being written: saved sealed, run with the text. */
export class CqlCases {
  readonly #app: App
  readonly #evaluation: CqlEvaluation
  readonly #subject: () => CaseSubject
  #error = $state<string | undefined>()

  constructor(app: App, evaluation: CqlEvaluation, subject: () => CaseSubject) {
    this.#app = app
    this.#evaluation = evaluation
    this.#subject = subject
  }

  get all(): readonly ContentCase[] {
    return this.#evaluation.cases
  }

  /** Why the last step failed. */
  get error(): string | undefined {
    return this.#error
  }

  /** Rates and their populations, as the text has them, else as they are installed. */
  get rates(): readonly CaseRate[] {
    const drawn = this.#evaluation.outcome?.rates ?? []
    if (drawn.length > 0)
      return drawn.map(({ id, populations }) => ({ id, populations: populations.map(({ code }) => code) }))
    const { base, measure } = this.#subject()
    return measure === undefined ? (base?.rates ?? []) : ratesOf(measure)
  }

  /** Takes the saved cases of another measure. */
  open(): void {
    this.#error = undefined
    this.#evaluation.openCases(savedCases(this.#app.drafts, this.#url))
  }

  /** Adds saved cases that are not there yet, as after an unlock. */
  restore(): void {
    const known = this.all
    const missing = savedCases(this.#app.drafts, this.#url).filter(
      ({ name }) => !known.some((item) => item.name === name)
    )
    if (missing.length > 0) this.#evaluation.setCases([...known, ...missing])
  }

  /** Makes a case of a person of the data, that expects what the installed measure gives. @param patient ordinal */
  async add(patient: number): Promise<void> {
    const url = this.#url
    const { base } = this.#subject()
    if (base === undefined) return
    try {
      const made = await this.#app.store.caseOf(base.id, patient, this.#app.measures.period)
      if (url === this.#url) this.save([made])
    } catch (error) {
      if (url === this.#url) this.#fail(error)
    }
  }

  /**
   * Saves cases, each in place of one of the same name, and runs them.
   * @param renamed name of a case that goes away
   */
  save(cases: readonly ContentCase[], renamed?: string): void {
    const { drafts } = this.#app
    this.#error = undefined
    try {
      for (const item of cases) saveCase(drafts, this.#url, item)
    } catch (error) {
      this.#fail(error)
      return
    }
    const names = new Set(cases.map(({ name }) => name))
    if (renamed !== undefined && !names.has(renamed)) removeCase(drafts, this.#url, renamed)
    const others = this.all.filter(({ name }) => name !== renamed && !names.has(name))
    this.#evaluation.setCases([...others, ...cases])
  }

  /** Deletes a case. @returns brings it back */
  drop(name: string): () => void {
    const gone = this.all.filter((each) => each.name === name)
    removeCase(this.#app.drafts, this.#url, name)
    this.#evaluation.setCases(this.all.filter((each) => each.name !== name))
    return () => this.save(gone)
  }

  /** Reads test cases from files. @returns how many; undefined when one could not be read, which {@link error} says */
  import(texts: readonly string[]): number | undefined {
    try {
      const read = texts.flatMap((text) => readCaseBundles(parse(text)))
      const other = read.find(({ measure }) => measure !== '' && measure !== this.#url)
      if (other !== undefined) throw new AppError('invalid-input', m.theFileHasCasesOfAnother(other.measure))
      this.save(read.map((item) => item.case))
      return read.length
    } catch (error) {
      this.#fail(error)
      return undefined
    }
  }

  /** The cases as one file, see {@link caseBundles}. */
  export(): string {
    const { period } = this.#app.measures
    return `${JSON.stringify(caseBundles(this.#url, this.all, period), undefined, 2)}\n`
  }

  get #url(): string {
    const { base, measure } = this.#subject()
    const url = measure?.['url']
    return typeof url === 'string' ? url : (base?.url ?? '')
  }

  #fail(error: unknown): void {
    const { message, code } = toWireError(error)
    if (code !== 'cancelled') this.#error = message
  }
}

function ratesOf(measure: FhirObject): readonly CaseRate[] {
  return objectsOf(measure['group']).map((group, place) => ({
    id: textOf(group['id']) ?? `group-${place + 1}`,
    populations: objectsOf(group['population']).flatMap(
      (item) => textOf(objectsOf(objectOf(item['code'])?.['coding'])[0]?.['code']) ?? []
    )
  }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new AppError('invalid-input', m.aFileIsNoJSONChoose, {
      cause
    })
  }
}
