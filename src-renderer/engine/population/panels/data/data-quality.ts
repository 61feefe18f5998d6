import { activeLocale } from '#shared/messages/locale.ts'
import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import { askShards } from '../../../shards/mergeable.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { ResourceIndex } from '../../../store/model/store.ts'
import type { DataQualityPanel, ResourceCount } from '../results/data-quality-result.ts'
import { feedGaps } from './feed-gaps.ts'
import { feedVolumes } from './feed-volumes.ts'
import { judgedFeeds } from './judged-feeds.ts'
import { fitnessFaults } from './fitness-faults.ts'
import { fitnessInputs } from './fitness.ts'
import { ofEverybody, resourcesOf, type View } from '../base/view.ts'

const resources: Definition = {
  id: 'data-quality/resources',
  version: '1.0.0',
  title: m.resourcesByTypeAndProfile,
  text: m.resourcesThatAreStoredOfAll,
  sources: []
}

/** Resources of one shard, by type and by the first profile that they name. */
interface ResourceCounts {
  readonly types: ReadonlyMap<string, number>
  /** By type. */
  readonly profiles: ReadonlyMap<string, ReadonlyMap<string, number>>
}

function countResources({ store }: View, { resourceType, count, profile }: ResourceIndex): ResourceCounts {
  const counts = new Int32Array(store.profiles.length)
  for (const code of profile) if (code >= 0) counts[code]!++
  const named = store.profiles.flatMap((address, code) =>
    counts[code] === 0 ? [] : [[address, counts[code]!] as const]
  )
  return { types: new Map([[resourceType, count]]), profiles: new Map([[resourceType, new Map(named)]]) }
}

function addResources(left: ResourceCounts, right: ResourceCounts): ResourceCounts {
  const profiles = new Map(left.profiles)
  for (const [type, counts] of right.profiles) {
    const known = profiles.get(type)
    profiles.set(type, known === undefined ? counts : addCounts(known, counts))
  }
  return { types: addCounts(left.types, right.types), profiles }
}

/** The table with a row for every resource of the type, and for nothing else. */
function tableOf({ store }: View, resourceType: string, count: number): string | undefined {
  const name = resourceType.replaceAll(/(?!^)[A-Z]/g, '_$&').toLowerCase()
  return store.tables.has(name) && rowsInPopulation(store, name) === count ? name : undefined
}

function countOf(view: View, resourceType: string, count: number, profile?: readonly [string, number]): ResourceCount {
  const table = tableOf(view, resourceType, count)
  const [address, value] = profile ?? [undefined, count]
  const where = address === undefined ? [] : [{ column: '@profile', in: [address] }]
  // A list of people leaves out the dead unless it is asked for them.
  const filters = table === 'patient' && where.length === 0 ? ofEverybody([]) : []
  const rows = table === undefined ? undefined : { table, asOf: view.asOf, filters, where }
  return {
    resourceType,
    profile: address,
    figure: {
      value,
      unit: 'events',
      ...(rows === undefined ? {} : { rows, opens: value }),
      provenance: view.provenance(resources)
    }
  }
}

function byCount(a: ResourceCount, b: ResourceCount): number {
  return (
    (b.figure.value ?? 0) - (a.figure.value ?? 0) ||
    a.resourceType.localeCompare(b.resourceType, activeLocale) ||
    (a.profile ?? '').localeCompare(b.profile ?? '', activeLocale)
  )
}

/** What the screen about data quality draws. */
export function dataQualityPanel(views: readonly View[]): DataQualityPanel {
  const view = views[0]!
  const { types, profiles } = askShards(views, {
    partial: (shard) =>
      shard.population.once('resource-counts', () =>
        resourcesOf(shard.population)
          .map((index) => countResources(shard, index))
          .reduce(addResources, { types: new Map(), profiles: new Map() })
      ),
    merge: addResources,
    finish: (counts) => counts
  })
  const judged = judgedFeeds(view)
  const gaps = feedGaps(view, judged)
  return {
    inputs: fitnessInputs(views).map((input) => ({ ...input, faults: fitnessFaults(views, input) })),
    gaps,
    volumes: feedVolumes(view, judged, gaps),
    types: [...types].map(([type, count]) => countOf(view, type, count)).sort(byCount),
    profiles: [...profiles]
      .flatMap(([type, counts]) => [...counts].map((profile) => countOf(view, type, defined(types.get(type)), profile)))
      .sort(byCount)
  }
}
