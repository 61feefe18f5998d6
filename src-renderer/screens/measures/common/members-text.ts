import type { StarsPanel } from '#engine/measures/results/stars-result.ts'
import type { Format } from '../../../ui/format/format.ts'

/** Whose care the stars are about, in a sentence; '' before that is known. */
export function membersText(stars: StarsPanel | undefined, format: Pick<Format, 'people'>): string {
  if (stars === undefined) return ''
  if (stars.members === 'everybody') return 'Stars of everybody, also outside of Medicare: no contract is rated so.'
  if (stars.nobody !== undefined) return `No stars: ${stars.nobody}.`
  const members = `Stars of Medicare members by their coverage: ${format.people(stars.enrolled)} on 1 July.`
  return stars.unknown === 0
    ? members
    : `${members} The coverage of ${format.people(stars.unknown)} ${isOne(stars.unknown, format) ? 'person' : 'people'} does not tell.`
}

/** A suppressed count is of several. */
function isOne(count: number, format: Pick<Format, 'people'>): boolean {
  return count === 1 && format.people(count) === '1'
}
