import type { Day } from '#engine/base/figures/filter.ts'

/** The day on the calendar of this computer, which in the evening may be a day behind that of UTC. */
export function today(now = new Date()): Day {
  return Math.floor((now.getTime() / 60_000 - now.getTimezoneOffset()) / 1440)
}
