import { codesInPopulation, resourcesInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import { codedElements } from './needed-records.ts'
import { soughtCodes } from './sought-codes.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

/**
 * Whether a population has any record of a kind that a measure reads: of the type, and with one of its codes.
 * @returns undefined where the codes are in an element that the tables do not hold
 */
export function hasRecords(
  requirement: DataRequirement,
  valueSets: ReadonlyMap<string, Expansion>,
  store: Store
): boolean | undefined {
  const { type, codeProperty, closed } = requirement
  if (resourcesInPopulation(store, type) === 0) return false
  if (!closed && codeProperty === undefined) return true
  if (!closed || codedElements[type] !== codeProperty) return undefined
  const table = [...store.tables.values()].find((item) => item.resourceType === type && store.codings.has(item.name))
  if (table === undefined) return undefined
  const sought = soughtCodes([requirement], valueSets)
  return [...codesInPopulation(store, table.name)].some(([system, codes]) =>
    [...codes].some((code) => sought.has(system === '' ? undefined : system, code))
  )
}
