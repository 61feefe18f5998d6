import { sharedMessages as m } from '#messages/shared.ts'

/** Groups of 1 to this many people are small where nobody has set another number: CMS suppresses counts of 1 to 10, i.e. below 11. */
export const DEFAULT_SMALL_CELLS = 10

/** The most people of a small group, wherever it is set: by the user, a policy, an agreement or an option of a command. */
export const MAX_SMALL_CELLS = 100

/** What the settings say about small cells. */
interface SmallCellSettings {
  readonly smallCellLimit: number
  readonly smallCellReason: string
}

/**
 * Groups of 1 to this many people are suppressed in everything that leaves the program; 0 suppresses nothing. A number below
 * the default holds only with a reason.
 */
export function smallCellLimitOf({ smallCellLimit, smallCellReason }: SmallCellSettings): number {
  return smallCellReason.trim() === '' ? Math.max(smallCellLimit, DEFAULT_SMALL_CELLS) : smallCellLimit
}

/** The rule in a few words, below a picture. */
export function shortSmallCellNote(limit: number): string {
  return limit === 0 ? m.smallCountsAreShown : m.countsOf1ToAreSuppressed(limit)
}

/** The rule in a sentence without its period, for the notes of an export. @param limit as {@link smallCellLimitOf} gives it */
export function smallCellNote(limit: number): string {
  return limit === 0 ? m.smallCountsAreNotSuppressedFor : m.countsOf1ToPeopleAre(limit, limit + 1)
}
