import { commonMessages as common } from '#messages/common.ts'
import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { effectiveRegistries } from '#engine/population/registries/effective-registries.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { scorePopulation } from '#engine/models/scoring/score-population.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { modelRisks } from '#engine/tables/risk/model-risks.ts'
import { comparesMaskedColumn } from '#engine/tables/sql/may-name-person.ts'
import { openDatabase } from '#engine/tables/sql/open-database.ts'
import { answerCounts } from '#engine/tables/sql/answer-counts.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { suppressAnswer, type SuppressedAnswer } from '#engine/tables/sql/suppress-answer.ts'
import { suppressedTable } from '#engine/tables/sql/suppressed-table.ts'
import { resultUnits } from '#engine/cql/elm/units/result-units.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { sqlDeclaration } from '../declarations/sql.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { resultsHandedOut } from '../data/hand-out.ts'
import { chooseIdentifying, handOutNames } from '../data/identifying-choice.ts'
import { requireApprovedFiles } from '../data/approved-definitions.ts'
import { lastDayOf } from '../data/last-day.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { readModelFile } from './model-data.ts'
import { openOutput } from './output-file.ts'
import { readSqlWasm } from '../data/read-sql-wasm.ts'
import { readAddedCodes } from '../measure/read-content.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readRisk } from '../data/read-risk.ts'

/** `populus sql`: one statement over the canonical tables. */
export const sqlCommand = defineCommand(
  sqlDeclaration,
  async ({ values, positionals: { paths, statement }, touched }, io) => {
    const { format, timeout, 'max-rows': maxRows } = values
    if (values.out !== undefined && format === undefined)
      throw new AppError('invalid-input', m.giveFormatAndOutTogetherSuch)
    if (values.out !== undefined) await requireApprovedFiles(undefined, passphraseSourceOf(values), io)
    const identifying = await chooseIdentifying('sql', values, values.out !== undefined, touched, io)
    const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
    const added = await readAddedCodes({ codes: values.codes, lists: values.list }, io)
    const models = await Promise.all(values.model.map(readModelFile))
    const output =
      values.out === undefined ? undefined : await openOutput(values.out, values.force, io, { holdsHealthData: true })
    const opened = await openPopulation(paths, io, {
      passphrase: passphraseSourceOf(values),
      memory: { asked: values.memory },
      mustRecord: identifying.revealed
    })
    const { shards, incomplete, published } = opened
    const handOut = handOutNames(opened, identifying)
    const { snapshot } = shards[0]!.store
    const wasm = await readSqlWasm()
    const registries = effectiveRegistries(loadRegistries(await readRegistries(io.resources)), added)
    const risk = loadRisk(await readRisk(io.resources))
    const asOf = values['as-of'] ?? lastDayOf(shards)
    const people = allPeople(shardedPopulation(shards, registries)[0]!)
    const predictions = models.map(({ document, hash }) => ({
      title: document.title,
      outcome: document.outcome.id,
      hash,
      score: () => scorePopulation(people, risk, document, asOf)
    }))
    const more = [modelRisks(people, predictions)]
    const context = { registries, asOf, units: resultUnits, risk, more }
    const database = await openDatabase(shards, wasm, identifying.revealed, context)
    io.limit?.(timeout, m.theStatement)
    if (!identifying.revealed && comparesMaskedColumn(statement)) io.err(m.theStatementComparesWhatIsMasked)
    // On the screen nothing leaves.
    const identity =
      format === undefined ? undefined : runPanel(shards, registries, 'summary', { asOf, filters: [] }, {}).identity
    const results = resultsHandedOut('sql-result', format, { ...identifying.facts, ...smallCells.facts })
    const work = handOut(
      results,
      async () => {
        const { cut, ...whole } = database.query(statement, values.param, maxRows)
        const countAt = answerCounts(statement, whole, { data: identity?.data ?? '', asOf })
        const withheld = new Set<string>()
        if (identity !== undefined) {
          const counts = whole.rows.flatMap((row, place) => row.flatMap((_, column) => countAt(place, column) ?? []))
          const leaving = { what: 'sql-result', format: defined(format), title: 'SQL', counts }
          const entered = await published.enter(leaving, identity, smallCells.limit)
          for (const key of entered.withheld) withheld.add(key)
        }
        const answer = suppressAnswer(statement, whole, smallCells.limit, (row, column) => {
          const count = countAt(row, column)
          return count !== undefined && withheld.has(publishedKey(count))
        })
        if (format !== undefined && output !== undefined) {
          const left = cut ? m.rowsWereLeftOut(maxRows.toLocaleString(activeLocale)) : undefined
          const source = ['Populus', snapshot.label, incomplete, left].filter((part) => part !== undefined).join(', ')
          const about = { name: common.result, description: statement, source }
          const table = suppressedTable(answer, about, format, database.kindsOf(statement))
          await output.write(await writeFile(table, format))
          io.err(m.rowsRowsWritten(answer.rows.length))
        } else print(answer, { json: values.json, incomplete, cut: cut === true }, io)
        if (answer.note !== undefined) io.err(`${answer.note}.\n`)
        return { ...answer, cut }
      },
      ({ rows, columns }) => ({ ...results.facts, rows: rows.length, columns: columns.length })
    ).finally(() => database.close())
    const { cut } = await closeAfter(opened, work)
    if (!cut) return 0
    io.err(m.theAnswerHasMoreThanRows(maxRows.toLocaleString(activeLocale)))
    return 1
  }
)

function print(
  { columns, rows }: SuppressedAnswer,
  { json, incomplete, cut }: { readonly json: boolean; readonly incomplete: string | undefined; readonly cut: boolean },
  io: CommandIo
): void {
  if (json) {
    const notes = { ...(incomplete === undefined ? {} : { incomplete }), ...(cut ? { cut } : {}) }
    io.out(`${JSON.stringify({ columns, rows, ...notes })}\n`)
    return
  }
  const lines = [columns, ...rows].map((row) => row.map((cell) => (cell === null ? '' : terminalText(String(cell)))))
  const widths = columns.map((_, index) => lines.reduce((width, line) => Math.max(width, line[index]!.length), 0))
  for (const line of lines) {
    const cells = line.map((cell, index) => cell.padEnd(widths[index]!))
    io.out(`${cells.join('  ').trimEnd()}\n`)
  }
}
