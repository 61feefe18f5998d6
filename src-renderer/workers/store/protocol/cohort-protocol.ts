import type { Agreement } from '#engine/cohorts/compare/agreement.ts'
import type { CohortCql } from '#engine/cohorts/cql/write-cql.ts'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { DecidedPerson } from '#engine/cohorts/evaluate/decisions.ts'
import type { CohortFunnel } from '#engine/cohorts/evaluate/funnel.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { Cohort, CohortOperation } from '#engine/cohorts/members/cohorts.ts'
import type { CohortOptions } from '#engine/cohorts/members/cohort-options.ts'
import type { Brushes, CohortComparison, ComparedCohort } from '#engine/explore/explorer.ts'
import type { Context, Day } from '#engine/base/figures/filter.ts'

/** A node of a definition in words. */
export interface NodeTexts {
  readonly text: string
  /** The same without the criteria of a group. */
  readonly title: string
  readonly nodes: readonly NodeTexts[]
}

/** What a definition comes to on the date of a context, among the people in view. */
export interface CohortReport {
  readonly funnel: CohortFunnel
  readonly indexText: string | undefined
  readonly texts: readonly NodeTexts[]
  /** Dimensions whose value `yes` has the people; the funnel has the counts. */
  readonly people: string
  readonly unknown: string
  readonly entry: string
  readonly steps: readonly { readonly left: string; readonly lost: string; readonly unknown: string }[]
  /** Time that it took in the worker. */
  readonly milliseconds: number
}

/** Two definitions side by side, with a dimension per cell of the table. */
export interface AgreementReport {
  readonly agreement: Agreement
  readonly cells: Readonly<Record<'both' | 'left' | 'right' | 'neither', string>>
}

/** What the page asks of the store worker about cohorts. */
export interface CohortApi {
  /**
   * Makes these the saved cohorts, with those that are there already.
   * @returns a sentence for each that cannot be used; the others are there
   */
  setCohorts(saved: readonly SavedCohort[]): Promise<readonly string[]>
  /** The saved cohorts as they are on a date. */
  cohorts(asOf: Day): Promise<readonly Cohort[]>
  /** Adds a cohort or changes it. @throws AppError `invalid-input` */
  cohortPut(cohort: SavedCohort, asOf: Day): Promise<Cohort>
  /** Saves what the choices of the Explore screen select as a definition, as a dimension `cohort:<id>`. */
  cohortOfBrushes(title: string, brushes: Brushes): Promise<Cohort>
  /** Makes a cohort of people by the ids of their Patient resources. */
  cohortOfIds(
    title: string,
    ids: readonly string[],
    asOf: Day
  ): Promise<{ readonly cohort: Cohort; readonly unknown: number }>
  /** Ids of the Patient resources of who is in a cohort. */
  cohortIds(id: string, asOf: Day): Promise<readonly string[]>
  /** Either may be `everyone`. */
  cohortCombine(
    title: string,
    operation: CohortOperation,
    left: string,
    right: string,
    context: Context
  ): Promise<Cohort>
  cohortRemove(id: string): Promise<void>
  cohortCompare(left: ComparedCohort, right: ComparedCohort, context: Context): Promise<CohortComparison>
  /** @param id of the cohort that is being changed, to refuse circles */
  cohortReport(id: string, definition: CohortDefinition, context: Context): Promise<CohortReport>
  cohortDecide(definition: CohortDefinition, patient: number, asOf: Day): Promise<DecidedPerson>
  cohortAgreement(left: CohortDefinition, right: CohortDefinition, context: Context): Promise<AgreementReport>
  /** A definition as CQL, or why not. */
  cohortCql(definition: CohortDefinition, asOf: Day): Promise<CohortCql>
  /** Everything that criteria can choose from. */
  cohortOptions(): Promise<CohortOptions>
  /** Codes of the data whose code or display has some words, the most frequent first. */
  cohortCodes(search: string): Promise<CohortOptions['codes']>
}
