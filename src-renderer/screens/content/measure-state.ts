import { orList } from '#shared/messages/list-text.ts'
import { screensContentMessages as m } from '#messages/screens/content.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { Alternatives } from '#engine/measures/requirements/missing-records.ts'
import type { StatusKind } from '../../ui/primitives/status-kind.ts'

/** Whether a measure can run on the loaded data, as a sign and a word. */
export interface MeasureState {
  readonly kind: StatusKind
  readonly word: string
}

/** Kinds of record that a measure reads and the data have none of. */
export function missingRecords({ requirements }: InstalledMeasure): readonly string[] {
  return [...new Set(requirements.filter(({ records }) => records === 0).map(({ type }) => type))]
}

/**
 * What the data lack so that a measure can be told from them: kinds of record of which one is needed each. None where at
 * least one of its rates can be told.
 */
export function alternativesOfMeasure({ rates }: InstalledMeasure): readonly Alternatives[] {
  if (rates.some(({ lacking }) => lacking.length === 0)) return []
  return [...new Map(rates.flatMap(({ lacking }) => lacking).map((item) => [item.join(), item])).values()]
}

/** `Condition, and ExplanationOfBenefit or MedicationDispense`. */
export function missingRecordsText(lacking: readonly Alternatives[]): string {
  return lacking.map((item) => orList(item)).join(m.and)
}

/** Code lists and codes that a measure looks for and no record has. */
export function codesNotFound({ requirements }: InstalledMeasure): readonly string[] {
  const found = new Set(requirements.filter(({ found: present }) => present !== false).flatMap(({ codes }) => codes))
  const missing = requirements.filter(({ found: present, records }) => present === false && records !== 0)
  return [...new Set(missing.flatMap(({ codes }) => codes))].filter((code) => !found.has(code))
}

/** What to say about a measure in lists. */
export function measureState(measure: InstalledMeasure): MeasureState {
  if (!measure.runnable) return { kind: 'due', word: m.cannotRunYetCapitalized }
  if (measure.problems.length > 0) return { kind: 'due', word: m.runsWithDoubts }
  if (alternativesOfMeasure(measure).length > 0) return { kind: 'nodata', word: m.dataMissing }
  if (measure.rates.some(({ lacking }) => lacking.length > 0)) return { kind: 'nodata', word: m.dataMissingInPart }
  if (measure.rates.every(({ cannotCompute }) => cannotCompute !== undefined)) {
    return { kind: 'nodata', word: m.cannotBeAnswered }
  }
  if (measure.rates.some(({ cannotCompute }) => cannotCompute !== undefined)) {
    return { kind: 'nodata', word: m.answeredInPart }
  }
  return { kind: 'closed', word: m.ready }
}
