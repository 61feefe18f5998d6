import type { MeasureProgress, MeasureRunOutcome } from '../../workers/measures/measure-protocol.ts'

/** What a run does at the moment. */
export function runProgressText({ phase, patients, totalPatients }: MeasureProgress): string {
  if (phase === 'reading') return 'reading records'
  return `${patients.toLocaleString('en')} of ${totalPatients.toLocaleString('en')} people`
}

/** How a run ended. */
export function doneText({ evaluated, reused, seconds, failed }: MeasureRunOutcome): string {
  if (evaluated === 0 && failed.length === 0) return `Measures are up to date (${reused} results)`
  const lost = failed.length === 0 ? '' : `, ${failed.length} could not run`
  return `Measures: ${evaluated} ${evaluated === 1 ? 'result' : 'results'} in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s${lost}`
}
