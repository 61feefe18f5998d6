import type { RunOut } from '#engine/population/panels/results/cost-result.ts'
import type { Format } from '../../ui/format/use-format.ts'

/** How many claims are still to come, in a line. */
export function runOutText({ through, open, unknown }: RunOut, format: Pick<Format, 'day'>): string {
  if (through === undefined) return 'No claim says when it was made out, so nothing tells how many are still to come.'
  if (unknown) return 'Claims are made out on the day of service here: nothing tells how many are still to come.'
  const until = `Claims paid until ${format.day(through)}`
  const parts = open.map(({ label, share }) => `${label} claims about ${Math.round(share * 100)}% complete`)
  return parts.length === 0 ? `${until}; every month is complete.` : `${until}. ${parts.join(', ')}.`
}
