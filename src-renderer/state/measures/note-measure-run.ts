import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { PackEntry } from '#shared/contract/measures.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { MeasureRunOutcome } from '../../workers/measures/measure-protocol.ts'

/** What was run, and on what. */
export interface RanMeasures {
  /** Ids of installed measures. */
  readonly measures: readonly string[]
  readonly periods: number
  readonly patients: number
  readonly installed: readonly InstalledMeasure[]
  readonly packs: readonly PackEntry[]
}

/** Writes a run into the audit log; one that evaluated nothing leaves no entry. */
export async function noteMeasureRun(
  transport: Transport,
  { evaluated, problems, seconds }: MeasureRunOutcome,
  { measures, periods, patients, installed, packs }: RanMeasures
): Promise<void> {
  if (evaluated === 0) return
  const used = installed.filter(({ id }) => measures.includes(id))
  await transport.call('measures.ran', {
    measures: measures.length,
    periods,
    evaluated,
    patients,
    problems,
    seconds,
    packs: packs.filter(({ id }) => used.some(({ pack }) => pack === id)).map(({ facts }) => facts.hash)
  })
}
