import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { PackFile } from '#engine/measures/content/document/pack-file.ts'
import type { CodeList } from '#engine/measures/content/code-lists.ts'
import type { UnknownKind } from '#engine/measures/content/unknown-codes.ts'
import type { MeasureComparison } from '#engine/measures/content/compare-measures.ts'
import type { ValueSetComparison } from '#engine/measures/content/compare-value-sets.ts'
import type { InstalledMeasure, RunSummary } from '#engine/measures/content/installed-measure.ts'
import type { RolePolicy } from '#engine/cql/elm/fhir/roles.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { ResourceRef } from '#engine/population/panels/results/shapes.ts'
import type { PersonFile, PersonReportParams } from '#engine/reports/person-reports.ts'
import type { ReportFile, ReportFileParams } from '#engine/reports/report-file.ts'
import type { MeasurePanelName, MeasurePanelParams, MeasurePanelResult } from '#engine/measures/results/panels.ts'
import type { MeasureSourcesPanel } from '#engine/measures/results/measure-sources-result.ts'
import type { ReportComparison } from '#engine/reports/compare-reports.ts'
import type { StarTableInfo } from '#engine/measures/results/stars-result.ts'
import type { MeasureSettings } from '#engine/measures/rates/measure-input.ts'
import type { RefreshDiff } from '#engine/measures/results/refresh-diff-result.ts'
import type { WhyPopulation } from '#engine/measures/explain/why-outline.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'

/** A pack whose content the store worker is to have. */
export interface PackRequest {
  readonly id: string
  readonly title: string
  readonly builtIn: boolean
  /** Hash of the pack's bytes; a pack that is known by it is not fetched again. */
  readonly hash: string
}

/** What to evaluate. What has a result for the same data, content, period, policy and zone is not evaluated again. */
export interface MeasureRunRequest {
  /** Ids of installed measures. */
  readonly measures: readonly string[]
  readonly periods: readonly MeasurementPeriod[]
  readonly policy: RolePolicy
  /** IANA name, or `UTC`. */
  readonly zone: string
  /** Evaluate also what has a result. */
  readonly again?: boolean
  /** Leave the computer to what the user does in the meantime: one worker, and pauses. */
  readonly background?: boolean
}

/** How far a run is. */
export interface MeasureProgress {
  readonly phase: 'reading' | 'evaluating'
  /** 0..1 over all of the run. */
  readonly fraction: number
  /** The step that is under way, from 1, of `steps`: each is the measures of one pack in one period. */
  readonly step: number
  readonly steps: number
  /** People evaluated in this step. */
  readonly patients: number
  readonly totalPatients: number
  readonly seconds: number
}

/** How a run ended. */
export interface MeasureRunOutcome {
  /** Measure–period pairs that were evaluated, and that had a result already. */
  readonly evaluated: number
  readonly reused: number
  readonly seconds: number
  /** Patients whose evaluation failed in part, over all pairs. */
  readonly problems: number
  /** Measures that could not run at all, with the reason. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
}

/** What the page asks of the store worker about measures. */
export interface MeasureApi extends MeasureResultsApi {
  /** Makes these the installed packs; returns every measure with its status on the loaded population. */
  setContent(packs: readonly PackRequest[]): Promise<readonly InstalledMeasure[]>
  /** Evaluates; one run at a time, a second call waits for the first. @throws AppError `cancelled` */
  runMeasures(request: MeasureRunRequest): Promise<MeasureRunOutcome>
  /** Ends the run that is under way; results that are whole stay. */
  cancelMeasures(): Promise<void>
  /** Every result that is held for the loaded population. */
  measureRuns(): Promise<readonly RunSummary[]>
  /** Takes the results that are kept with a snapshot, which is the loaded population. @returns how many there were */
  openResults(snapshot: string): Promise<number>
  /**
   * Takes the results of the run that wrote a cluster population.
   * @returns their periods; none where there are no results that can be used
   */
  openRunMeasures(): Promise<readonly MeasurementPeriod[]>
  /** Keeps the results with a snapshot, which is the loaded population. @returns how many were kept */
  storeResults(snapshot: string): Promise<number>
  /**
   * How a rate came out for one patient, in plain words.
   * @param group id of the rate @param patient ordinal @param signal ends reading the records of a person of a cluster population
   */
  why(
    measure: string,
    group: string,
    patient: number,
    period: MeasurementPeriod,
    signal?: AbortSignal
  ): Promise<PatientWhy>
  /** What differs between two installed measures, mostly versions of one. */
  compareMeasures(before: string, after: string): Promise<MeasureComparison>
  /** The built-in code lists next to those of the same concepts in imported packs. */
  compareValueSets(): Promise<readonly ValueSetComparison[]>
  /** Every list that codes can be added to. */
  codeLists(): Promise<readonly CodeList[]>
  /** The codes of the loaded population that no installed list knows, by kind of record. */
  unknownCodes(): Promise<readonly UnknownKind[]>
  /** What a pack adds to lists, as a file that can be imported again. @throws AppError `not-found` */
  packFile(pack: string): Promise<PackFile>
  /** The text of a measure's logic: its own library first, then those that it includes. */
  measureText(measure: string): Promise<readonly LibraryText[]>
}

/** What the page asks of the store worker about the quality of care: panels over the results of measures. */
export interface MeasureResultsApi {
  /** A quality panel over the results for a period; other periods of the same content give trends. */
  measurePanel<N extends MeasurePanelName>(
    name: N,
    period: MeasurementPeriod,
    context: Context,
    params: MeasurePanelParams<N>
  ): Promise<MeasurePanelResult<N>>
  /**
   * Who entered or left each population between two sides, and why, for all measures that both have.
   * @throws AppError `not-found` when a side has no results
   */
  compareRuns(before: DiffChoice, after: DiffChoice): Promise<RefreshDiff>
  /**
   * The rates of a period with the chart alone, with claims alone and with both. Evaluates the measures that have results twice more.
   * @throws AppError `cancelled`, `invalid-input` for a measure that takes too much
   */
  measureSources(period: MeasurementPeriod, context: Context): Promise<MeasureSourcesPanel>
  /**
   * The whole worklist of the loaded population, in the order of recording.
   * @returns ids of people in it of whom the record of another id stands for the person, with that id
   */
  setWorklist(events: readonly WorklistEvent[]): Promise<ReadonlyMap<string, string>>
  setMeasureSettings(settings: MeasureSettings): Promise<void>
  /**
   * Adds the cut points of another year, CSV or JSON.
   * @throws AppError `invalid-input`
   */
  addStarTable(text: string, name: string): Promise<StarTableInfo>
  /** The counts of such a file, for the register of published counts. @param data names the data by what is in them */
  measureFileCounts(
    what: ReportFile,
    period: MeasurementPeriod,
    context: Context,
    params: ReportFileParams,
    data: string
  ): Promise<readonly PublishedCount[]>
  /** Results as a file: FHIR, a workbook, pages to print. */
  measureFile(what: ReportFile, period: MeasurementPeriod, context: Context, params: ReportFileParams): Promise<Blob>
  /**
   * Writes reports about single people; the bytes go to {@link ReportReceiver} of the page, part by part.
   * @returns people in the file @throws AppError `cancelled`
   */
  writeReports(
    what: PersonFile,
    period: MeasurementPeriod,
    context: Context,
    params: PersonReportParams
  ): Promise<number>
  /** Ends the file that {@link writeReports} is writing. */
  cancelReports(): Promise<void>
  /**
   * Counts of MeasureReports that somebody else made, next to ours.
   * @throws AppError `invalid-input`
   */
  compareReports(text: string, period: MeasurementPeriod, context: Context): Promise<readonly ReportComparison[]>
}

/** One side of a comparison of results. */
export interface DiffChoice {
  /** Id of a kept snapshot; undefined for what is loaded. */
  readonly snapshot: string | undefined
  readonly period: MeasurementPeriod
  /** Installed measures that are taken in the place of others, by id: another version. */
  readonly measures?: Readonly<Record<string, string>>
}

/** Why a patient is in or out. */
export interface PatientWhy {
  readonly outline: readonly WhyPopulation[]
  readonly evidence: PatientTrace['evidence']
  readonly result: PatientTrace['result']
  /** Where the rows are that the outline names as `Type/id`, as far as they are in the loaded data. */
  readonly refs: Readonly<Record<string, ResourceRef>>
  /** Claims among the rows that have none of the codes which the numerator asks for. */
  readonly otherClaims: readonly string[]
}

/** A library as its author wrote it. */
export interface LibraryText {
  readonly id: string
  readonly version: string | undefined
  /** Undefined where the content has ELM only. */
  readonly cql: string | undefined
}
