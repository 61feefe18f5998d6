import type { RunOut } from '#engine/population/panels/results/cost-result.ts'
import type { Format } from '../ui/format/format.ts'

/** How many claims are still to come, in a line. */
export function runOutText({ through, open, unknown }: RunOut, format: Pick<Format, 'day'>): string {
  if (through === undefined)
    return 'Cannot be told how many claims are still to come: no claim tells when it was made or paid.'
  if (unknown)
    return 'Cannot be told how many claims are still to come: too few became known after their day of service.'
  const until = `Claims known until ${format.day(through)}`
  const parts = open.map(({ label, share }) => `${label} about ${Math.round(share * 100)}% complete`)
  return parts.length === 0 ? `${until}; every month is complete.` : `${until}. ${parts.join(', ')}.`
}
