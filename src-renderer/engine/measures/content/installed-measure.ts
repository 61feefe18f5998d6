import type { RecordKind } from '../../population/codes/code-use.ts'
import type { PublicDefinition } from './public-definition.ts'
import type { Alternatives } from '../requirements/missing-records.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'

/** Something that keeps a measure from running, or makes its result doubtful; found before anything runs. */
export interface ContentProblem {
  /** `stops`: the measure cannot run. `doubt`: it runs, and the sentence says what may be wrong. */
  readonly severity: 'stops' | 'doubt'
  readonly kind:
    | 'no-logic'
    | 'missing-library'
    | 'library-version'
    | 'missing-value-set'
    | 'empty-value-set'
    | 'unsupported'
    | 'cut-off'
  /** A sentence for the reader, with the name of the library or the address of the value set. */
  readonly text: string
}

/** A value set that a measure uses. */
export interface UsedValueSet {
  readonly url: string
  /** Name that the logic gives it. */
  readonly name: string
  readonly version: string | undefined
  /** Codes in it; undefined when it is not installed. */
  readonly codes: number | undefined
  /** Addresses of the code systems of its codes. */
  readonly systems: readonly string[]
}

/** A kind of record that a measure reads, and whether the loaded population has any. */
export interface RequirementStatus {
  /** FHIR type. */
  readonly type: string
  /** Names of the value sets and codes that are looked for; none where all records of the type are read. */
  readonly codes: readonly string[]
  /** Records of the type in the population; undefined while nothing is loaded. */
  readonly records: number | undefined
  /** Whether any record has one of the codes; undefined where that is not known without reading them. */
  readonly found: boolean | undefined
  /** Ids of the data checks whose rows it reads; none while nothing is loaded. */
  readonly checks: readonly string[]
}

/** One rate of a measure as the screens name it. */
export interface MeasureRate {
  readonly id: string
  readonly title: string
  readonly scoring: string
  readonly basis: string
  readonly improvement: 'increase' | 'decrease' | undefined
  /** Population codes in order. */
  readonly populations: readonly string[]
  /**
   * What the loaded population lacks so that the rate can be told from it: kinds of record of which one is needed each.
   * None where it can be told, or nothing is loaded.
   */
  readonly lacking: readonly Alternatives[]
  /** Why the loaded population cannot tell the rate, though it may have records of every kind; undefined where it can. */
  readonly cannotCompute: string | undefined
  /** Kinds of record that would tell it if their codes were in its lists. */
  readonly unread: readonly RecordKind[]
}

/** A measure of the installed content. */
export interface InstalledMeasure {
  /** Names the measure among all that are installed: its pack and its address. */
  readonly id: string
  readonly pack: string
  readonly packTitle: string
  readonly builtIn: boolean
  /** Canonical address, and version. */
  readonly url: string
  readonly version: string | undefined
  /** Name for a computer, unique in its pack, such as `PopulusHba1cControl`. */
  readonly name: string
  readonly title: string
  readonly description: string | undefined
  readonly steward: string | undefined
  readonly copyright: string | undefined
  readonly disclaimer: string | undefined
  /** The public definition that it is modeled on, where it names one. */
  readonly publicDefinition: PublicDefinition | undefined
  /** FHIR publication status: `active`, `draft` … */
  readonly status: string | undefined
  readonly effective: { readonly start: string | undefined; readonly end: string | undefined }
  /** SHA-256 over the measure and everything that it uses. Hex. */
  readonly content: string
  readonly rates: readonly MeasureRate[]
  readonly libraries: readonly { readonly id: string; readonly version: string | undefined }[]
  readonly valueSets: readonly UsedValueSet[]
  readonly requirements: readonly RequirementStatus[]
  readonly problems: readonly ContentProblem[]
  /** No problem stops it. */
  readonly runnable: boolean
}

/** A finished run as the lists name it; the members stay in the store worker. */
export interface RunSummary {
  /** Id of the measure among the installed ones; undefined when it was removed since. */
  readonly measure: string | undefined
  readonly url: string
  readonly version: string | undefined
  readonly title: string
  readonly content: string
  readonly period: MeasurementPeriod
  readonly zone: string
  /** Milliseconds since 1970. */
  readonly ranAt: number
  readonly seconds: number
  readonly patients: number
  /** Patients whose evaluation failed in part. */
  readonly problems: number
  /** Members of each population of each rate, or cases where these are counted. */
  readonly rates: readonly {
    readonly id: string
    readonly populations: readonly { readonly code: string; readonly count: number }[]
  }[]
}
