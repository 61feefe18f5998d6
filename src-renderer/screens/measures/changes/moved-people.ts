import type { DiffPerson, DiffReason } from '#engine/measures/results/refresh-diff-result.ts'

/** Which of the people who moved are listed: those of one population, of all reasons and directions unless one is named. */
export interface MovedPeople {
  readonly population: string
  readonly reason?: DiffReason
  readonly change?: DiffPerson['change']
}

/** The people of a choice. */
export function movedPeople(people: readonly DiffPerson[], choice: MovedPeople): readonly DiffPerson[] {
  const { population, reason, change } = choice
  return people.filter(
    (item) =>
      item.population === population &&
      (reason === undefined || item.reason === reason) &&
      (change === undefined || item.change === change)
  )
}
