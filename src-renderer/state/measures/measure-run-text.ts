import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { MeasureProgress, MeasureRunOutcome } from '../../workers/measures/measure-protocol.ts'

/** What a run does at the moment. */
export function runProgressText({ phase, step, steps, patients, totalPatients }: MeasureProgress): string {
  const detail =
    phase === 'reading'
      ? m.readingRecords
      : m.patientsOfTotalPatientsPeople(
          patients.toLocaleString(activeLocale),
          totalPatients.toLocaleString(activeLocale)
        )
  return steps > 1 ? m.detailOfStep(step, steps, detail) : detail
}

/** How a run ended. */
export function doneText({ evaluated, reused, seconds, failed }: MeasureRunOutcome): string {
  if (evaluated === 0 && failed.length === 0) return m.measuresAreUpToDateResults(reused)
  const lost = failed.length === 0 ? '' : m.couldNotRun(failed.length)
  return m.measuresResultsInS(evaluated, seconds < 10 ? seconds.toFixed(1) : Math.round(seconds), lost)
}
