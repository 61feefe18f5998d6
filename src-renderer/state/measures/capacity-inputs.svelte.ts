import type { CapacityAssumptions } from '#engine/forecast/capacity.ts'

/** What a capacity plan can be changed by; shares in whole percent. */
export interface CapacityNumbers {
  readonly weeks: number
  readonly contactMinutes: number
  readonly closingLow: number
  readonly closingHigh: number
  readonly attempts: number
  readonly productiveHours: number
  readonly visitMinutes: number
}

/** The assumptions of a capacity plan. They are the site's own; what they begin with is a guess that the screen calls one. */
export class CapacityInputs {
  /** Key of the rate that is planned for; '' for the one with most people to close. */
  rate = $state('')
  /** Target in whole percent, by key of the rate, where it was changed here. */
  targets = $state.raw<Readonly<Record<string, number>>>({})
  withVisits = $state(true)
  numbers = $state.raw<CapacityNumbers>({
    weeks: 0,
    contactMinutes: 15,
    closingLow: 30,
    closingHigh: 50,
    attempts: 3,
    productiveHours: 28,
    visitMinutes: 20
  })

  set(change: Partial<CapacityNumbers>): void {
    const next = { ...this.numbers, ...change }
    // The lower share follows the higher one down, and the other way round.
    this.numbers = {
      ...next,
      closingLow: change.closingHigh === undefined ? next.closingLow : Math.min(next.closingLow, next.closingHigh),
      closingHigh: change.closingLow === undefined ? next.closingHigh : Math.max(next.closingLow, next.closingHigh)
    }
  }

  setTarget(key: string, percent: number): void {
    this.targets = { ...this.targets, [key]: percent }
  }

  /** As the plan takes them. @param weeks until the date */
  assumptions(weeks: number, rest: Pick<CapacityAssumptions, 'needed' | 'closable' | 'visits'>): CapacityAssumptions {
    const { contactMinutes, closingLow, closingHigh, attempts, productiveHours, visitMinutes } = this.numbers
    return {
      ...rest,
      weeks,
      contactMinutes,
      closing: [closingLow / 100, closingHigh / 100],
      attempts,
      productiveHours,
      visitMinutes
    }
  }
}
