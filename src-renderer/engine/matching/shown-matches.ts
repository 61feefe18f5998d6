import { defined } from '#shared/language/defined.ts'
import { findResource } from '../store/model/id-column.ts'
import type { Store } from '../store/model/store.ts'
import type { MatchResult } from './results/match-result.ts'
import { standingIds } from './standing-ids.ts'

/** No place in a file: the content of the resource is masked. */
const MASKED = -1

/**
 * A matching without the people who are left out of a store, such as those who opted out, and without those whose Patient resource is
 * masked: their records say who they are.
 * @param shown what the user sees of the store with the joined people
 */
export function shownMatches(shown: Store, result: MatchResult): MatchResult {
  const { records, personOf, links, review } = result
  const patients = shown.resources.get('Patient')
  const standsFor = standingIds(result)
  const places = new Map<number, number>()
  const people = new Map<number, number>()
  records.forEach(({ id }, index) => {
    const row = findResource(shown, 'Patient', standsFor.get(id) ?? id)
    if (row === undefined || patients?.file[row] === MASKED) return
    places.set(index, places.size)
    const person = personOf[index]!
    people.set(person, people.get(person) ?? people.size)
  })
  if (places.size === records.length) return result
  const stay = [...places.keys()]
  const movedPairs = <P extends { readonly left: number; readonly right: number }>(pairs: readonly P[]): P[] =>
    pairs.flatMap((pair) => {
      const [left, right] = [places.get(pair.left), places.get(pair.right)]
      return left === undefined || right === undefined ? [] : [{ ...pair, left, right }]
    })
  return {
    ...result,
    records: stay.map((index) => records[index]!),
    personOf: Int32Array.from(stay, (index) => defined(people.get(personOf[index]!))),
    people: people.size,
    links: movedPairs(links),
    review: movedPairs(review)
  }
}
