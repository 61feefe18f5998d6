import type { TranslatedLibrary } from '#engine/measures/content/assemble-content.ts'
import type { ContentCase, ContentDocument } from '#engine/measures/content/document/content-document.ts'
import type { ContentProblem } from '#engine/measures/content/installed-measure.ts'
import type { CaseOutcome } from '#engine/measures/content/run-cases.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { RolePolicy } from '#engine/cql/elm/fhir/roles.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'

/** A measure that is being written. */
export interface DraftMeasure {
  /** Id of the installed measure that is changed, or whose pack lends its libraries and value sets. */
  readonly base: string
  /** The FHIR Measure in place of the base's own; undefined for the same one. */
  readonly measure: FhirObject | undefined
  /** Its library, which takes the place of one of the same name. */
  readonly library: TranslatedLibrary
}

/** What to evaluate of a draft. */
export interface DraftRequest extends DraftMeasure {
  readonly period: MeasurementPeriod
  readonly policy: RolePolicy
  readonly zone: string
  /** Cases besides those of the pack. */
  readonly cases: readonly ContentCase[]
}

/** One population of one rate of a draft, next to the measure as it is installed. */
export interface DraftPopulation {
  readonly code: string
  readonly count: number
  /** Undefined where the base has no such population, or was not evaluated. */
  readonly before: number | undefined
  /** People who came and who went; the counts may be of cases. */
  readonly entered: number
  readonly left: number
}

/** What a draft came to. */
export interface DraftOutcome {
  /** What keeps it from running, or makes it doubtful. */
  readonly problems: readonly ContentProblem[]
  readonly rates: readonly {
    readonly id: string
    readonly scoring: string
    readonly populations: readonly DraftPopulation[]
  }[]
  readonly cases: readonly (CaseOutcome & { readonly origin: 'pack' | 'own' })[]
  /** Errors of the evaluation by define, with the number of patients. */
  readonly errors: readonly { readonly expression: string; readonly message: string; readonly patients: number }[]
  readonly patients: number
  readonly seconds: number
}

/** What the page asks of the store worker about measures that are being written. */
export interface DraftApi {
  /** Evaluates a draft over the loaded population and its cases. @throws AppError `cancelled` when a newer one came */
  runDraft(request: DraftRequest): Promise<DraftOutcome>
  /** A pack of the draft with everything that it needs, and with the cases of its base. */
  draftDocument(draft: DraftMeasure, title: string): Promise<ContentDocument>
  /** The records of a person that a measure reads, as a case that expects what the measure gives now. They are health data. */
  caseOf(measure: string, patient: number, period: MeasurementPeriod): Promise<ContentCase>
  /** Value sets that are installed. */
  installedValueSets(): Promise<readonly { readonly name: string; readonly url: string }[]>
  /** The FHIR Measure of an installed measure. */
  measureResource(measure: string): Promise<FhirObject>
}
