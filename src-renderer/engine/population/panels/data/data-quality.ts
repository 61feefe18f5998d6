import type { Definition } from '../../../base/figures/figure.ts'
import type { ResourceIndex, Table } from '../../../store/model/store.ts'
import type { DataQualityPanel, ResourceCount } from '../results/data-quality-result.ts'
import { fitnessFaults } from './fitness-faults.ts'
import { fitnessInputs } from './fitness.ts'
import { ofEverybody, type View } from '../base/view.ts'

const resources: Definition = {
  id: 'data-quality/resources',
  version: '1.0.0',
  title: 'Resources by type and profile',
  text:
    'Resources that are stored, of all data, whatever the filters say. The first profile that a resource names in ' +
    'meta.profile counts.',
  sources: []
}

/** The table with a row for every resource of the type, and for nothing else. */
function tableOf({ store }: View, { resourceType, count }: ResourceIndex): Table | undefined {
  const name = resourceType.replaceAll(/(?!^)[A-Z]/g, '_$&').toLowerCase()
  const table = store.tables.get(name)
  return table?.rows === count ? table : undefined
}

function countOf(view: View, index: ResourceIndex, count: number, profile: string | undefined): ResourceCount {
  const table = tableOf(view, index)
  const where = profile === undefined ? [] : [{ column: '@profile', in: [profile] }]
  // A list of people leaves out the dead unless it is asked for them.
  const filters = table?.name === 'patient' && where.length === 0 ? ofEverybody([]) : []
  const rows = table && { table: table.name, asOf: view.asOf, filters, where }
  return {
    resourceType: index.resourceType,
    profile,
    figure: {
      value: count,
      unit: 'events',
      ...(rows === undefined ? {} : { rows, opens: count }),
      provenance: view.provenance(resources)
    }
  }
}

function byCount(a: ResourceCount, b: ResourceCount): number {
  return (b.figure.value ?? 0) - (a.figure.value ?? 0) || a.resourceType.localeCompare(b.resourceType)
}

function profileCounts(view: View, index: ResourceIndex): ResourceCount[] {
  const { profiles } = view.store
  const counts = new Int32Array(profiles.length)
  for (const code of index.profile) if (code >= 0) counts[code]!++
  return profiles.flatMap((profile, code) => (counts[code] === 0 ? [] : [countOf(view, index, counts[code]!, profile)]))
}

/** What the screen about data quality draws. */
export function dataQualityPanel(view: View): DataQualityPanel {
  const indexes = [...view.store.resources.values()]
  return {
    inputs: fitnessInputs(view).map((input) => ({ ...input, faults: fitnessFaults(view, input) })),
    types: indexes.map((index) => countOf(view, index, index.count, undefined)).sort(byCount),
    profiles: indexes.flatMap((index) => profileCounts(view, index)).sort(byCount)
  }
}
