import { isSamePeriod } from '../definition/period-key.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { AgeRules } from './age-limits.ts'
import type { DataFingerprint } from '../rates/data-fingerprint.ts'
import type { EvidenceMove } from './evidence-move.ts'
import type { MeasureRun, RunKey } from '../run/measure-run.ts'

/** What is exchanged from one run to the next. */
export type DiffCause = 'data' | 'period' | 'code-list' | 'logic' | 'several'

/** Runs of one snapshot, period and content. */
export interface DiffSide {
  readonly label: string
  readonly runs: readonly MeasureRun[]
  readonly people: DataFingerprint
}

/** Runs between two sides, on the people of the later one, with one thing more exchanged than the step before. */
export interface DiffStep {
  readonly cause: DiffCause
  readonly runs: readonly MeasureRun[]
}

/** What is known of a measure for telling reasons apart. */
export interface DiffMeasure {
  readonly id: string
  readonly definition: MeasureDefinition
  /** Ages that its logic asks for, see `ageRules`. */
  readonly ages: AgeRules
  /** Who is eligible depends on records, and not on the Patient alone. */
  readonly byRecords: boolean
  /** What the move of the period did to the records that a group's numerator reads; absent where they are not loaded. */
  readonly evidence?: (group: string, patient: number) => EvidenceMove | undefined
}

/** One run to make so that reasons can be told apart. */
export interface PlannedStep {
  readonly cause: DiffCause
  /** `mixed` is the libraries of before with the value sets of after. */
  readonly content: 'before' | 'mixed' | 'after'
  readonly period: RunKey['period']
}

/**
 * The runs on the later snapshot that tell reasons apart: first the data alone are exchanged, then the period, the code
 * lists, the logic. The last one is the later run itself. One step alone needs no further run.
 * @param changed what differs in the content
 */
export function planDiffSteps(
  before: RunKey,
  after: RunKey,
  changed: { readonly codeLists: boolean; readonly logic: boolean }
): readonly PlannedStep[] {
  const steps: PlannedStep[] = []
  const { period } = after
  const moved = !isSamePeriod(before.period, period)
  if (before.snapshot !== after.snapshot) steps.push({ cause: 'data', content: 'before', period: before.period })
  if (moved) steps.push({ cause: 'period', content: 'before', period })
  if (changed.codeLists) steps.push({ cause: 'code-list', content: changed.logic ? 'mixed' : 'after', period })
  if (changed.logic) steps.push({ cause: 'logic', content: 'after', period })
  return steps
}

/** What differs between two runs, when nothing in between was run. */
export function causeBetween(before: RunKey, after: RunKey): DiffCause {
  const causes: DiffCause[] = []
  if (before.snapshot !== after.snapshot) causes.push('data')
  if (!isSamePeriod(before.period, after.period)) causes.push('period')
  if (before.content !== after.content) causes.push('logic')
  return causes.length === 1 ? causes[0]! : 'several'
}
