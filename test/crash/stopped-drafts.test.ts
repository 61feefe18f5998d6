import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { headlessProgram, runPopulus } from '../support/populus-command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const stopAtDraft = new URL('draft-child.ts', import.meta.url).href
const patient = '{"resourceType":"Patient","id":"canary","gender":"female","birthDate":"1970-06-15"}\n'

function patientFile(): string {
  const path = join(temporaryFolder(), 'Patient.ndjson')
  writeFileSync(path, patient)
  return path
}

/** The words of a command that runs in a thread, and of one that runs in the thread of the program. */
const commands = {
  sql: (folder: string): string[] => [
    'sql',
    patientFile(),
    'select id from patient',
    '--format',
    'csv',
    '--out',
    join(folder, 'rows.csv')
  ],
  'export-tables': (folder: string): string[] => ['export-tables', patientFile(), '--out', join(folder, 'tables')]
} as const

/** Starts a command. @returns the process, when its draft is written and has not got its own name */
async function stoppedAtDraft(words: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', stopAtDraft, headlessProgram, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, POPULUS_DATA: temporaryFolder() }
  })
  for await (const line of createInterface(child.stdout)) if (line === 'stopped at a draft') return child
  throw new Error('The command ended without a draft.')
}

async function endedBy(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}

/** The text of the files in a folder and in the folders of it. */
function textsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
}

describe.skipIf(process.platform === 'win32')('the draft of a command', () => {
  it.each([
    ['sql', 'SIGINT'],
    ['sql', 'SIGHUP'],
    ['export-tables', 'SIGHUP'],
    ['export-tables', 'SIGQUIT']
  ] as const)('of %s is gone when %s ended it', async (name, signal) => {
    const folder = temporaryFolder()
    const child = await stoppedAtDraft(commands[name](folder))
    expect(textsIn(folder).join('')).not.toBe('')
    expect(await endedBy(child, signal)).toBe(130)
    expect(readdirSync(folder)).toEqual([])
  })

  it('that was killed goes with a later command into the same folder, and no other does', async () => {
    const folder = temporaryFolder()
    const child = await stoppedAtDraft(commands.sql(folder))
    expect(await endedBy(child, 'SIGKILL')).toBeNull()
    const [killed = ''] = readdirSync(folder)
    expect(readFileSync(join(folder, killed), 'utf8')).toContain('canary')
    const others = [
      killed.replace(`-${child.pid}-`, `-${process.pid}-`),
      killed.replace(/\.[0-9a-f]{12}-/, '.000000000000-'),
      killed.replace(/\.part$/, '.csv'),
      'rows.csv.part'
    ]
    for (const name of others) writeFileSync(join(folder, name), 'not that of a killed command')
    const present = join(folder, killed.replace('.rows.csv.', '.later.csv.'))
    writeFileSync(present, 'written until now')
    const hours = Date.now() / 1000 - 2 * 3600
    for (const name of [killed, ...others]) utimesSync(join(folder, name), hours, hours)

    const { code, err } = await runPopulus(commands.sql(folder), { POPULUS_DATA: temporaryFolder() })
    expect(code, err).toBe(0)
    expect(readdirSync(folder).sort()).toEqual([...others, present.slice(folder.length + 1), 'rows.csv'].sort())
  })
})
