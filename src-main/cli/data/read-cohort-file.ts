import { cliDataMessages as m } from '#messages/cli/data.ts'
import { readFile } from 'node:fs/promises'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import { parseDefinition } from '#engine/cohorts/definition/read-definition.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * Reads the file of a cohort.
 * @param option that names it, for errors
 * @throws AppError `unreadable-file`, `invalid-input`
 */
export async function readCohortFile(path: string, option: string): Promise<CohortDefinition> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theCohortOfCannotBeRead(option), { cause })
  })
  return parseDefinition(text)
}
