import { expect } from 'vitest'
import { findRecord } from '#engine/shards/find-record.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { shippedRisk } from './risk-definitions.ts'

/** Every table as SQL shows it, by name, a line for each row. */
export function tablesOf(shards: readonly PopulationShard[], asOf: number): ReadonlyMap<string, string> {
  const sources = tableSources(shards, { registries: shippedRegistries, asOf, risk: shippedRisk })
  return new Map(
    sources.names.map((name) => {
      const { rows, columns } = exportTableOf(sources.get(name)!, sources.concepts, 'Test', true)
      const lines = Array.from({ length: rows }, (_, row) => JSON.stringify(columns.map(({ cell }) => cell(row))))
      return [name, lines.join('\n')]
    })
  )
}

/** Every resource is found by its place in the population, in the shard that has it, and stands at the same place of its file. */
export function expectFound(shards: readonly PopulationShard[], { resources }: Store): void {
  for (const [type, { count, ids, file, line, offset, length }] of resources)
    for (let number = 0; number < count; number++) {
      const found = findRecord(shards, type, number)
      const of = found?.shard.store.resources.get(type)
      const row = found?.row ?? -1
      const place = of && [idAt(of.ids, row), of.file[row], of.line[row], of.offset[row], of.length[row]]
      expect(place, `${type} ${number}`).toEqual([
        idAt(ids, number),
        file[number],
        line[number],
        offset[number],
        length[number]
      ])
    }
  expect(findRecord(shards, 'Patient', resources.get('Patient')?.count ?? 0)).toBeUndefined()
  expect(findRecord(shards, 'Nothing', 0)).toBeUndefined()
}
