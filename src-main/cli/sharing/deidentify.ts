import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { readFile } from 'node:fs/promises'
import { deidentify } from '#engine/sharing/deidentify/deidentified-set.ts'
import { profiles } from '#engine/sharing/deidentify/profile.ts'
import { readZipAreas } from '#engine/sharing/deidentify/zip-areas.ts'
import { writeSet } from '#engine/sharing/deidentify/write-set.ts'
import { AppError } from '#shared/app-error.ts'
import { openOutput } from '../commands/output-file.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { requireApprovedFiles, tableDefinitions } from '../data/approved-definitions.ts'
import { checkSignedInput, type SignatureIo } from '../data/signed-input.ts'
import { onlyStore, openPopulation } from '../data/open-population.ts'
import { deidentifyDeclaration } from '../declarations/deidentify.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'

/** `populus deidentify`: a data set without identifiers. */
export const deidentifyCommand = defineCommand(
  deidentifyDeclaration,
  async ({ values, positionals: { paths } }, io) => {
    const { profile, 'zip-populations': path } = values
    const smallAreas = path === undefined ? undefined : readZipAreas(await readTable(path, io))
    await requireApprovedFiles(await tableDefinitions(io.resources), passphraseSourceOf(values), io)
    const output = await openOutput(values.out, values.force, io, { holdsHealthData: profile === 'limited' })
    const opened = await openPopulation(paths, io, {
      passphrase: passphraseSourceOf(values)
    })
    const { incomplete, handOut } = opened
    const store = onlyStore(opened)
    const facts = { what: 'deidentified-set', format: 'zip', names: false, reason: profiles[profile].title }
    const report = await handOut(
      { action: 'data.exported', facts },
      async () => {
        const set = deidentify(store, { profile, smallAreas })
        const written = await writeSet(set, findInstallation(import.meta.dirname).version)
        await output.write([written.bytes])
        return written.report
      },
      ({ people, tables }) => ({ ...facts, people, rows: tables.reduce((sum, { rows }) => sum + rows, 0) })
    )
    if (values.json) io.out(`${JSON.stringify(incomplete === undefined ? report : { ...report, incomplete })}\n`)
    else {
      const rows = report.tables.reduce((sum, table) => sum + table.rows, 0)
      io.out(m.peopleRowsInTablesREPORTMd(report.profile.title, report.people, rows, report.tables.length))
      for (const condition of report.profile.conditions) io.out(`${condition}\n`)
    }
    return 0
  }
)

async function readTable(path: string, io: SignatureIo): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfZipPopulationsCannot, { cause })
  })
  await checkSignedInput(path, bytes, { what: 'constants', title: m.theTableOfZipPopulations }, io)
  return bytes.toString('utf8')
}
