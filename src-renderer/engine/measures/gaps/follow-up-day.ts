import type { Day } from '../../base/figures/filter.ts'
import type { RecordedWork } from './gap-state.ts'
import { dayOfIso } from '../rates/iso-day.ts'

/** Day of the next step that somebody set for a gap; undefined where none is set. */
export function followUpDay(recorded: RecordedWork | undefined): Day | undefined {
  const day = recorded?.work.followUp
  return day === undefined ? undefined : dayOfIso(day)
}
