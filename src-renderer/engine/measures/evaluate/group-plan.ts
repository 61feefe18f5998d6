import type { MeasureGroup, MeasurePopulation } from '../definition/measure-group.ts'
import { PopulationOrder } from './membership.ts'
import { populationKeys } from './populations.ts'

/** What is the same of a group for all patients. */
export interface GroupPlan {
  readonly keys: ReadonlyMap<MeasurePopulation, string>
  readonly expressions: ReadonlyMap<string, string>
  /** Initial populations with their keys. */
  readonly initial: readonly (readonly [MeasurePopulation, string])[]
  readonly order: PopulationOrder
}

/** Finds out what is the same of a group for all patients. */
export function planGroup(group: MeasureGroup): GroupPlan {
  const keys = populationKeys(group)
  return {
    keys,
    expressions: new Map([...keys].map(([{ expression }, key]) => [key, expression])),
    initial: [...keys].filter(([{ code }]) => code === 'initial-population'),
    order: new PopulationOrder(group)
  }
}
