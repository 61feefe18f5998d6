import { commonMessages as common } from '#messages/common.ts'
import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { refuseUnknownRegistries } from '#engine/cohorts/definition/refuse-unknown-registries.ts'
import { codeListSource } from '#engine/cohorts/events/code-lists.ts'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { shownPeople } from '#engine/tables/model/table-parts.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { resultsHandedOut } from '../data/hand-out.ts'
import { requireApprovedFiles } from '../data/approved-definitions.ts'
import { chooseIdentifying, handOutNames } from '../data/identifying-choice.ts'
import { lastDayOf } from '../data/last-day.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { readCohortFile } from '../data/read-cohort-file.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readValueSets } from '../measure/read-value-sets.ts'
import { countCohort, type CohortCounts } from '../report/count-cohort.ts'
import { cohortDeclaration } from '../declarations/cohort.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from './output-file.ts'

/** `populus cohort`: counts and attrition of a cohort. */
export const cohortCommand = defineCommand(
  cohortDeclaration,
  async ({ values, positionals: { paths }, touched }, io) => {
    const identifying = await chooseIdentifying('cohort', values, values.out !== undefined, touched, io)
    const definition = await readCohortFile(values.definition, '--definition')
    const registries = loadRegistries(await readRegistries(io.resources))
    refuseUnknownRegistries(
      definition,
      registries.map(({ id }) => id)
    )
    if (values.out !== undefined) {
      const hash = contentDigest(JSON.parse(JSON.stringify(definition)))
      await requireApprovedFiles([{ kind: 'cohort', title: definition.title, hash }], passphraseSourceOf(values), io)
    }
    const smallCells = smallCellsOf(values, false, io.policies)
    if (values.timeout !== undefined) io.limit?.(values.timeout, m.theCommand)
    const output =
      values.out === undefined ? undefined : await openOutput(values.out, values.force, io, { holdsHealthData: true })
    const opened = await openPopulation(paths, io, {
      passphrase: passphraseSourceOf(values),
      memory: { asked: values.memory },
      mustRecord: identifying.revealed
    })
    const { shards, incomplete } = opened
    const handOut = handOutNames(opened, identifying)
    const asOf = values['as-of'] ?? lastDayOf(shards)
    const lists = codeListSource(registries, await readValueSets(io.resources))
    const results = resultsHandedOut('cohort', output && 'csv', { ...identifying.facts, ...smallCells.facts })
    const work = handOut(
      results,
      async () => {
        const { cohorts, counts } = countCohort(definition, shards, {
          registries,
          lists,
          asOf,
          limit: smallCells.limit
        })
        const answer = { ...counts, ...(incomplete === undefined ? {} : { incomplete }) }
        if (output !== undefined) {
          const members = defined(cohortTables(cohorts, asOf).find(({ name }) => name === 'cohort_member'))
          const { snapshot, concepts } = shards[0]!.store
          const source = m.populusAsOf(snapshot.label, counts.asOf)
          const table = exportTableOf(
            shownPeople(members, identifying.revealed),
            concepts,
            source,
            identifying.revealed
          )
          await output.write(await writeFile(table, 'csv'))
          io.err(m.rowsPeopleWritten(members.rows))
        }
        // What is printed is the last: where the file cannot be written, the failure alone is.
        if (values.json) io.out(`${JSON.stringify(answer)}\n`)
        else print(answer, io)
        return cohorts.cohort('cohort', asOf).people
      },
      (people) => ({ ...results.facts, rows: output === undefined ? 0 : people })
    )
    await closeAfter(opened, work)
    return 0
  }
)

function print({ cohort, asOf, start, index, entry, steps, people, unknown }: CohortCounts, io: CommandIo): void {
  const count = (value: number | undefined): string =>
    value === undefined ? common.suppressed : value.toLocaleString(activeLocale)
  const rows = [
    [m.step, common.left, m.lost, m.cannotBeDetermined],
    [m.begin, count(start), '', ''],
    ...(index === undefined ? [] : [[index, count(entry), '', '']]),
    ...steps.map((step, index) => [
      `${index + 1}. ${step.text}`,
      count(step.left),
      count(step.lost),
      count(step.unknown)
    ])
  ]
  const widths = [0, 1, 2, 3].map((index) => Math.max(...rows.map((row) => row[index]!.length)))
  io.out(`${terminalText(cohort)}, ${asOf}\n\n`)
  for (const row of rows)
    io.out(
      `${terminalText(
        row
          .map((cell, index) => (index === 0 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
          .join('  ')
          .trimEnd()
      )}\n`
    )
  io.out(m.peopleMoreCannotBeDetermined(count(people), count(unknown)))
}
