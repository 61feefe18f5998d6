import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import type { MeasureProgress, MeasureRunOutcome } from '../../workers/measures/measure-protocol.ts'

/** What a run does at the moment. */
export function runProgressText({ phase, patients, totalPatients }: MeasureProgress): string {
  if (phase === 'reading') return m.readingRecords
  return m.patientsOfTotalPatientsPeople(patients.toLocaleString('en'), totalPatients.toLocaleString('en'))
}

/** How a run ended. */
export function doneText({ evaluated, reused, seconds, failed }: MeasureRunOutcome): string {
  if (evaluated === 0 && failed.length === 0) return m.measuresAreUpToDateResults(reused)
  const lost = failed.length === 0 ? '' : m.couldNotRun(failed.length)
  return m.measuresResultsInS(evaluated, seconds < 10 ? seconds.toFixed(1) : Math.round(seconds), lost)
}
