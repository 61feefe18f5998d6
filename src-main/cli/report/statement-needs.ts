import { modelRisksTable } from '#engine/tables/risk/model-risks.ts'
import { measureResultTable } from '#engine/tables/sql/measure-results.ts'
import { findMentions } from '#engine/tables/sql/sql-mentions.ts'
import { valueSetCodeTable } from '#engine/tables/sql/terminology-tables.ts'

/** What a statement reads besides records and what follows from them alone. */
export interface StatementNeeds {
  /** Results of measures: their table, or their columns in `person_feature`. */
  readonly results: boolean
  /** The lists of codes of measures. */
  readonly lists: boolean
  /** Predictions of models. */
  readonly models: boolean
}

const features = 'person_feature'
/** In front of the name of a column of `person_feature` that has the result of a measure. */
const resultPrefix = 'measure_'
const tables = new Set([measureResultTable.name, valueSetCodeTable.name, modelRisksTable.name, features])

/** Finds what a statement reads. It may find too much, since a name may be an alias, and never too little. */
export function statementNeeds(statement: string): StatementNeeds {
  const mentions = findMentions(statement, (name) => tables.has(name)).tables
  const reads = (name: string): boolean => mentions.some(({ table }) => table === name)
  const readsFeatures = mentions.some(
    ({ table, columns, everything }) =>
      table === features && (everything || [...columns].some((name) => name.startsWith(resultPrefix)))
  )
  return {
    results: reads(measureResultTable.name) || readsFeatures,
    lists: reads(valueSetCodeTable.name),
    models: reads(modelRisksTable.name)
  }
}
