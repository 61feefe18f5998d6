import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDefinition } from '#engine/cohorts/definition/read-definition.ts'
import { AppError } from '#shared/app-error.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { givenDefinitions, requireApprovedFiles, type GivenDefinition } from '../data/approved-definitions.ts'
import { readRisk } from '../data/read-risk.ts'
import { measureDefinitions } from '../measure/measure-definitions.ts'
import { readContent } from '../measure/read-content.ts'
import type { CommandIo } from '../terminal/command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import type { JobValues } from './declarations.ts'

/**
 * Under the policy ApprovedDefinitionsOnly, refuses a job whose results rest on definitions that are not approved: registries,
 * tables of risk, cohorts, and the measures where a period is named.
 * @throws AppError `not-allowed`, `unreadable-file`
 */
export async function requireApprovedJob(values: JobValues, io: CommandIo): Promise<void> {
  if (!io.policies.value('ApprovedDefinitionsOnly')) return
  const measures =
    values.period === undefined
      ? []
      : await measureDefinitions(
          await readContent([join(io.resources, 'measures', 'core')], { codes: [], lists: [] }, io)
        )
  const definitions = [
    ...givenDefinitions('registry', await readRegistries(io.resources)),
    ...givenDefinitions('risk-tables', await readRisk(io.resources)),
    ...(await Promise.all(values.cohort.map(cohortOf))),
    ...measures
  ]
  await requireApprovedFiles(definitions, passphraseSourceOf(values), io)
}

async function cohortOf(path: string): Promise<GivenDefinition> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.aFileOfCohortCannotBeRead, { cause })
  })
  const definition = parseDefinition(text)
  const hash = contentDigest(JSON.parse(JSON.stringify(definition)))
  return { kind: 'cohort', title: definition.title, hash }
}
