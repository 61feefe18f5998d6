import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { textDigest } from '../../services/definitions/content-digest.ts'
import { isRiskDefinition, readRiskTable, type RiskTable } from '#engine/risk/tables/read-risk-table.ts'
import { applyTables } from '#engine/risk/tables/risk-imports.ts'
import { openRisk } from '#engine/risk/panels/run-risk-panel.ts'
import { riskReport, riskReportText } from '#engine/risk/panels/risk-report.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import { AppError } from '#shared/app-error.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readRisk } from '../data/read-risk.ts'
import { givenDefinitions, requireApprovedFiles, type GivenDefinition } from '../data/approved-definitions.ts'
import { checkSignedInput, type SignatureIo } from '../data/signed-input.ts'
import { lastDayOf } from '../data/last-day.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { riskDeclaration } from '../declarations/risk.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { openOutput } from './output-file.ts'

/** `populus risk`: how a population scores by published definitions. */
export const riskCommand = defineCommand(riskDeclaration, async ({ values, positionals: { paths } }, io) => {
  const given = await Promise.all(values.table.map((path) => readTable(path, io)))
  const tables = given.map(({ table }) => table)
  const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
  const registryFiles = await readRegistries(io.resources)
  const riskFiles = await readRisk(io.resources)
  const passphrase = passphraseSourceOf(values)
  await requireApprovedFiles(
    [
      ...givenDefinitions('registry', registryFiles),
      ...givenDefinitions('risk-tables', riskFiles),
      ...given.filter(({ table }) => isRiskDefinition(table.kind)).map(({ definition }) => definition)
    ],
    passphrase,
    io
  )
  const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
  const opened = await openPopulation(paths, io, {
    passphrase,
    memory: { asked: values.memory }
  })
  const { shards, incomplete, handOut, published } = opened
  const registries = loadRegistries(registryFiles)
  const { definitions, imports, unknownMembers } = applyTables(shards, loadRisk(riskFiles), tables)
  if (unknownMembers > 0) io.err(m.rowsOfMembersAreAboutPeople(unknownMembers))
  const risk = openRisk(shardedPopulation(shards, registries)[0]!, definitions, imports)
  const identity = () =>
    runPanel(shards, registries, 'summary', { asOf: values['as-of'] ?? lastDayOf(shards), filters: [] }, {}).identity
  const about = { what: 'risk-report', format: 'json', title: m.riskOfThePopulation }
  const facts = {
    what: 'risk-report',
    format: values.json || output !== undefined ? 'json' : 'text',
    ...smallCells.facts
  }
  const work = handOut(
    { action: output === undefined ? 'data.read' : 'data.exported', facts },
    async () => {
      const made = (release?: FigureRelease) =>
        riskReport(risk, values['as-of'], smallCells.limit, (figure) => release?.hides(figure) === true)
      // On the screen nothing leaves.
      const report = output === undefined ? made() : await published.leave(about, identity(), smallCells.limit, made)
      const text = `${JSON.stringify(incomplete === undefined ? report : { ...report, incomplete })}\n`
      if (output !== undefined) await output.write([text])
      else if (values.json) io.out(text)
      else io.out(riskReportText(report))
      return report
    },
    ({ people }) => ({ ...facts, people: people ?? 0 })
  )
  await closeAfter(opened, work)
  return 0
})

/** A table, and the definition that it is: in the registry once it was imported in the window. */
async function readTable(
  path: string,
  io: SignatureIo
): Promise<{ readonly table: RiskTable; readonly definition: GivenDefinition }> {
  const name = basename(path)
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theTableCannotBeReadCheck(name), {
      cause
    })
  })
  await checkSignedInput(path, bytes, { what: 'risk-tables', title: m.theTableOfRisk }, io)
  // As the window reads a file: without the mark of its encoding.
  const content = bytes.toString('utf8').replace(/^\uFEFF/, '')
  return {
    table: readRiskTable(name, content),
    definition: { kind: 'risk-tables', title: name, hash: textDigest(content), isOwn: true }
  }
}
