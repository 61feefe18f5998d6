import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { sqlCommand } from '../../../src-main/cli/commands/sql.ts'
import { runCommand } from '../../../src-main/cli/terminal/run-command.ts'
import type { CliCommand, CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { createKeyring } from '../../../src-main/storage/keys/keyring.ts'
import { makePrivateFolder } from '../../../src-main/storage/files/private-folder.ts'
import { managedBy } from '../../support/policies.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const words = 'four unlikely words together'
const resources = resolve(import.meta.dirname, '../../../resources')

/** A data folder with a passphrase, and people of whom 60 are women and 40 are men, 35 of them of the city. */
export async function publishingPlace() {
  const [data, out] = [temporaryFolder(), temporaryFolder()]
  const secret = join(out, 'passphrase')
  writeFileSync(secret, `${words}\n`, { mode: 0o600 })
  await makePrivateFolder(join(data, 'snapshots'))
  await createKeyring(join(data, 'snapshots', 'keyring.json'), undefined, quickWork).create(words)
  /** Writes so many people. @returns the path */
  function write(name: string, count: number): string {
    const people = Array.from({ length: count }, (_, person) => ({
      resourceType: 'Patient',
      id: `p${person}`,
      gender: person < 60 ? 'female' : 'male',
      birthDate: '1980-01-01',
      address: [{ state: person < 60 || person >= 65 ? 'IL' : 'OH' }]
    }))
    const file = join(out, name)
    writeFileSync(file, `${people.map((each) => JSON.stringify(each)).join('\n')}\n`)
    return file
  }
  const patients = write('Patient.ndjson', 100)

  async function run(command: CliCommand, ...args: readonly string[]) {
    let [text, errors] = ['', '']
    const io: CommandIo = {
      out: (more) => void (text += more),
      err: (more) => void (errors += more),
      terminal: false,
      policies: managedBy({}),
      resources,
      data
    }
    const code = await runCommand(command, [...args, '--passphrase-file', secret], io)
    return { code, text, errors }
  }
  /** Lets the answer to a statement leave. @returns the lines of the file */
  async function statement(text: string, name: string): Promise<readonly string[]> {
    const file = join(out, name)
    const { code, errors } = await run(sqlCommand, patients, text, '--format', 'csv', '--out', file)
    expect([code, errors.includes('rror')]).toEqual([0, false])
    return readFileSync(file, 'utf8').split('\r\n')
  }
  return { data, out, patients, write, run, statement }
}
