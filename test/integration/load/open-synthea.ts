import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFolder } from '../../support/open-folder.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { testData } from '../../support/test-data.ts'
import type { SyntheaTruth } from './synthea-ground-truth.ts'

/** The patients of the test data with what is known to be true of them; undefined where the data are not installed. */
export async function openSynthea() {
  const folder = testData('data/synthea-100')
  if (folder === undefined) return undefined
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as SyntheaTruth
  const { store } = await openFolder(folder)
  const database = await sqlOver(store)
  const rows = (statement: string) => database.query(statement).rows
  return {
    folder,
    truth,
    store,
    database,
    rows,
    figure: (statement: string) => rows(statement)[0]![0],
    record: (statement: string) => Object.fromEntries(rows(statement)) as Record<string, unknown>,
    /** Sums of binary fractions, compared to 4 decimal places as the truths are. */
    money: (value: unknown) => Math.round(Number(value) * 1e4) / 1e4
  }
}
