/** A figure with the lower and upper end of what it may be. */
export interface Estimate {
  readonly low: number
  readonly value: number
  readonly high: number
}

/** What a plan is made from. */
export interface CapacityAssumptions {
  /** People whose gap has to be closed. */
  readonly needed: number
  /** People whose gap can still be closed; at least as many can be reached out to. */
  readonly closable: number
  /** Weeks until the date, more than 0. */
  readonly weeks: number
  /** Staff minutes for each contact, preparation and notes included. */
  readonly contactMinutes: number
  /** Share of contacts that close the gap, lowest and highest that is expected; more than 0, at most 1. */
  readonly closing: readonly [number, number]
  /** How often somebody is tried at most. */
  readonly attempts: number
  /** Hours of one staff member a week that go to contacts and visits. */
  readonly productiveHours: number
  /** Visits that come anyway in the same time; undefined where they are not planned with. */
  readonly visits: Estimate | undefined
  readonly visitMinutes: number
}

/** What it takes to close the gaps by the date. */
export interface CapacityPlan {
  readonly contacts: Estimate
  /** Contacts a week. */
  readonly slots: Estimate
  /** Staff hours a week, for the contacts and, where they are planned with, for the visits. */
  readonly contactHours: Estimate
  readonly visitHours: Estimate | undefined
  /** Staff members for both. */
  readonly staff: Estimate
  /** Gaps that close when everybody is tried as often as assumed, at the middle of the shares. */
  readonly reachable: number
}

const Z95 = 1.959964

/**
 * Works out contacts, slots and staff. Contacts until a number of gaps are closed are negative binomial: with a share p of
 * contacts that close one, n gaps take n / p contacts, with a standard deviation of √(n (1 - p)) / p. The lower end is that of
 * the highest share, the upper end that of the lowest share, each with chance at 95 %; the visits add the ends of their own.
 */
export function planCapacity(assumptions: CapacityAssumptions): CapacityPlan {
  const { needed, closable, weeks, contactMinutes, closing, attempts, productiveHours, visits, visitMinutes } =
    assumptions
  const [lowest, highest] = closing
  const middle = (lowest + highest) / 2
  const spread = (share: number): number => (Z95 * Math.sqrt(needed * (1 - share))) / share
  const contacts: Estimate = {
    low: Math.max(needed, Math.floor(needed / highest - spread(highest))),
    value: Math.ceil(needed / middle),
    high: Math.ceil(needed / lowest + spread(lowest))
  }
  const contactHours = scaled(contacts, contactMinutes / 60 / weeks)
  const visitHours = visits && scaled(visits, visitMinutes / 60 / weeks)
  const staffOf = (end: keyof Estimate): number => (contactHours[end] + (visitHours?.[end] ?? 0)) / productiveHours
  return {
    contacts,
    slots: scaled(contacts, 1 / weeks),
    contactHours,
    visitHours,
    staff: { low: staffOf('low'), value: staffOf('value'), high: staffOf('high') },
    reachable: Math.floor(closable * (1 - (1 - middle) ** attempts))
  }
}

function scaled({ low, value, high }: Estimate, factor: number): Estimate {
  return { low: low * factor, value: value * factor, high: high * factor }
}
