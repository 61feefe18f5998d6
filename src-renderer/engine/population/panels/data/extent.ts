import { addCounts } from '../../../base/kernels/day-counts.ts'
import type { Mergeable } from '../../../shards/mergeable.ts'
import { addHashes, peopleHashes, peopleIdentity, type PeopleHashes } from '../../people/people-identity.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { DataExtent } from '../results/summary-result.ts'
import { resourcesOf, type View } from '../base/view.ts'

/** What one shard tells of the extent of its data. */
interface ExtentPart {
  readonly people: number
  readonly hashes: PeopleHashes
  readonly resources: ReadonlyMap<string, number>
}

const people: Mergeable<PopulationView, ExtentPart, Pick<DataExtent, 'people' | 'identity' | 'resources'>> = {
  partial: (population) => ({
    people: population.store.patients,
    hashes: peopleHashes(population),
    resources: new Map(resourcesOf(population).map(({ resourceType, count }) => [resourceType, count]))
  }),
  merge: (left, right) => ({
    people: left.people + right.people,
    hashes: addHashes(left.hashes, right.hashes),
    resources: addCounts(left.resources, right.resources)
  }),
  finish: ({ people: all, hashes, resources }) => ({
    people: { all },
    identity: peopleIdentity(hashes, resources),
    resources: Object.fromEntries(resources)
  })
}

/** Which data they are and how far they reach. It reads few columns, and none that a filter is about. */
export function extentPanel({ population, store, span }: View): DataExtent {
  return {
    snapshot: store.snapshot,
    ...population.fact('data-extent', people),
    firstDay: span.first,
    lastDay: span.last,
    laterRecords: span.laterRecords
  }
}
