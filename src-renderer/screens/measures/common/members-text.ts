import { screensMeasuresCommonMessages as m } from '#messages/screens/measures/common.ts'
import type { StarsPanel } from '#engine/measures/results/stars-result.ts'
import type { Format } from '../../../ui/format/format.ts'

/** Whose care the stars are about, in a sentence; '' before that is known. */
export function membersText(stars: StarsPanel | undefined, format: Pick<Format, 'people'>): string {
  if (stars === undefined) return ''
  if (stars.members === 'everybody') return m.starsOfEverybodyAlsoOutsideOf
  if (stars.nobody !== undefined) return m.noStars(stars.nobody)
  const members = m.starsOfMedicareMembersByTheir(format.people(stars.enrolled))
  return stars.unknown === 0
    ? members
    : m.theCoverageOfPersonDoesNot(members, format.people(stars.unknown), isOne(stars.unknown, format))
}

/** A suppressed count is of several. */
function isOne(count: number, format: Pick<Format, 'people'>): boolean {
  return count === 1 && format.people(count) === '1'
}
