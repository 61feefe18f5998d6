import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { deidentify } from '#engine/sharing/deidentify/deidentified-set.ts'
import { profileIds, profiles } from '#engine/sharing/deidentify/profile.ts'
import { readZipAreas } from '#engine/sharing/deidentify/zip-areas.ts'
import { writeSet } from '#engine/sharing/deidentify/write-set.ts'
import { AppError } from '#shared/app-error.ts'
import { openOutput } from '../commands/output-file.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { onlyStore, openPopulation } from '../data/open-population.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'

const help = `Usage: populus deidentify <path…> --profile PROFILE --out FILE.zip [--zip-populations FILE] [--json]

Writes the tables of the data without identifiers, as CSV in a zip archive, with a report of what was done to each column.

  --profile PROFILE
${profileIds.map((id) => `                 ${id.padEnd(12)} ${profiles[id].title}, ${profiles[id].source.split(';')[0]}`).join('\n')}
  --out FILE     the archive; --force replaces a file that is there
  --zip-populations FILE
                 CSV with the columns zip (three or five digits) and population, of the current Census: areas of 20,000 or fewer people
                 become 000. By default the 17 areas that the guidance of HHS lists by the Census of 2000
  --json         print the report as one object
  --passphrase-file FILE
                 file that only this account can read, with the passphrase of encrypted data in its first line
  --passphrase-fd N
                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it

Every id is replaced by a number in a random order of the people; which was which is stored nowhere, so that a second set of the same
data cannot be joined with the first. Free text, names, displays of codes and codes of private systems are not written.

Example: populus deidentify exports/2026-10 --profile safe-harbor --out research.zip
`

/** `populus deidentify`: a data set without identifiers. */
export const deidentifyCommand: CliCommand = {
  name: 'deidentify',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'zip-populations': { type: 'string' },
        ...passphraseOptions
      }
    })
    if (positionals.length === 0) throw new AppError('invalid-input', 'Name at least one file or folder.')
    const profile = profileIds.find((id) => id === values.profile)
    if (profile === undefined)
      throw new AppError('invalid-input', `Choose the profile with --profile: ${profileIds.join(' or ')}.`)
    if (values.out === undefined) throw new AppError('invalid-input', 'Name the archive with --out.')
    const path = values['zip-populations']
    const smallAreas = path === undefined ? undefined : readZipAreas(await readTable(path))
    const output = await openOutput(values.out, values.force, io)
    const opened = await openPopulation(positionals, io, {
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
      io.out(
        `${report.profile.title}: ${report.people} people, ${rows} rows in ${report.tables.length} tables. REPORT.md in the archive says what was done.\n`
      )
      for (const condition of report.profile.conditions) io.out(`${condition}\n`)
    }
    return incomplete === undefined ? 0 : 1
  }
}

async function readTable(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', 'The file of --zip-populations cannot be read. Check its name.', { cause })
  })
}
