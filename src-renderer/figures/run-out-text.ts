import { figuresMessages as m } from '#messages/figures.ts'
import type { RunOut } from '#engine/population/panels/results/cost-result.ts'
import type { Format } from '../ui/format/format.ts'

/** How many claims are still to come, in a line. */
export function runOutText({ through, open, unknown }: RunOut, format: Pick<Format, 'day'>): string {
  if (through === undefined) return m.itIsUnknownHowManyClaims
  if (unknown) return m.itIsUnknownHowManyClaimsAre
  const until = m.claimsKnownUntil(format.day(through))
  const parts = open.map(({ label, share }) => m.aboutComplete(label, Math.round(share * 100)))
  return parts.length === 0 ? m.everyMonthIsComplete(until) : `${until}. ${parts.join(', ')}.`
}
