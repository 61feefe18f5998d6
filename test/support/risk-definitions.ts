import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadRisk, type RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import type { HccDefinition } from '#engine/risk/model/hcc-definition.ts'
import type { IndexDefinition, WeightSet } from '#engine/risk/model/index-definition.ts'

const folder = join(import.meta.dirname, '../../resources/risk')

/** The definitions of risk that the product ships. */
export const shippedRisk: RiskDefinitions = loadRisk(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')))
)

/** A shipped CMS-HCC model. */
export function hccModel(version: 'V24' | 'V28'): HccDefinition {
  return shippedRisk.models.find((each) => each.version === version)!
}

/** A shipped index. */
export function shippedIndex(id: string): IndexDefinition {
  return shippedRisk.indices.find((each) => each.id === id)!
}

/** A set of weights with its index. */
export function shippedWeights(id: string): { readonly index: IndexDefinition; readonly weights: WeightSet } {
  for (const index of shippedRisk.indices)
    for (const weights of index.weights) if (weights.id === id) return { index, weights }
  throw new Error(`No shipped index has weights ${id}.`)
}
