import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import { cohortCommand } from '../../src-main/cli/commands/cohort.ts'
import { matchCommand } from '../../src-main/cli/commands/match.ts'
import { openNextOutput, writeTogether } from '../../src-main/cli/commands/output-file.ts'
import { reportNames } from '../../src-main/cli/report/report-names.ts'
import type { CliCommand } from '../../src-main/cli/terminal/command.ts'
import { takeWritten } from '../../src-main/cli/terminal/written-files.ts'
import { unmanaged } from '../support/policies.ts'
import { headlessProgram, runDirectly, runPopulus } from '../support/populus-command.ts'
import { skipped } from '../support/skipped.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Results that cannot be written: nothing looks written, what was there stays, and what is printed says so.

const resources = resolve(import.meta.dirname, '../../resources')
const people = Array.from({ length: 30 }, (_, index) => ({
  resourceType: 'Patient',
  id: `person-${index}`,
  gender: 'female',
  birthDate: '1960-01-01'
}))

function dataFile(): string {
  const path = join(temporaryFolder(), 'Patient.ndjson')
  writeFileSync(path, people.map((each) => JSON.stringify(each)).join('\n'))
  return path
}

function cohortFile(): string {
  const path = join(temporaryFolder(), 'cohort.json')
  const steps = [{ type: 'filter', dimension: 'sex', values: ['female'] }]
  writeFileSync(path, JSON.stringify({ format: 1, title: 'Women', steps }))
  return path
}

const commands: readonly (readonly [string, CliCommand, () => string[]])[] = [
  ['cohort', cohortCommand, () => [dataFile(), '--definition', cohortFile()]],
  ['match', matchCommand, () => [`one=${dataFile()}`, `two=${dataFile()}`]]
]

it.each(commands)('%s prints no answer where its file cannot be written', async (_, command, words) => {
  const folder = join(temporaryFolder(), 'results')
  mkdirSync(folder)
  let printed = ''
  const run = runDirectly(command, [...words(), '--json', '--out', join(folder, 'people.csv')], {
    out: (text) => void (printed += text),
    err: () => undefined,
    // A drive that is taken away when everything is computed.
    drafted: () => rmSync(folder, { recursive: true }),
    terminal: false,
    policies: unmanaged,
    resources,
    data: temporaryFolder()
  })
  await expect(run).rejects.toMatchObject({ code: 'not-allowed', reason: 'disk' })
  expect(printed).toBe('')
})

describe('files that belong together', () => {
  const io = { err: () => undefined }

  it('appear only when all of them are written', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'b'), 'before')
    const outputs = await Promise.all(['a', 'b', 'c'].map((name) => openNextOutput(join(folder, name), true, io)))
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
    const [a, b, c] = [outputs[0]!, outputs[1]!, outputs[2]!]
    const failing = writeTogether([
      [a, () => ['new']],
      [b, () => ['new']],
      [
        c,
        () => {
          // Nothing has its name yet.
          expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('before')
          throw full
        }
      ]
    ])
    await expect(failing).rejects.toBe(full)
    expect(readdirSync(folder)).toEqual(['b'])
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('before')
    await writeTogether(outputs.map((output) => [output, () => ['new']] as const))
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['new', 'new', 'new'])
  })
})

describe('files that belong together, of which a name is taken at the end', () => {
  it('are as they were', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'b'), 'before')
    const io = { err: () => undefined }
    const outputs = await Promise.all(['a', 'b', 'c'].map((name) => openNextOutput(join(folder, name), true, io)))
    const taken = (name: string) => () => {
      if (name === 'c') mkdirSync(join(folder, 'c'))
      return ['new']
    }
    const failing = writeTogether(['a', 'b', 'c'].map((name, place) => [outputs[place]!, taken(name)] as const))
    await expect(failing).rejects.toThrow('--out is a folder')
    expect(readdirSync(folder)).toEqual(['b', 'c'])
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('before')
    expect(takeWritten(io)).toEqual({})
    rmdirSync(join(folder, 'c'))
    await writeTogether(outputs.map((output) => [output, () => ['new']] as const))
    expect(readdirSync(folder)).toEqual(['a', 'b', 'c'])
    expect(takeWritten(io)).toMatchObject({ files: 3 })
  })
})

describe('the reports of a board', () => {
  const board = newBoard('b', 'People')

  function report(out: string): ReturnType<typeof runPopulus> {
    const file = join(temporaryFolder(), 'board.json')
    writeFileSync(file, JSON.stringify(board))
    const words = ['report', dataFile(), '--board', file, '--as-of', '2026-10-31', '--out', out]
    return runPopulus([...words, '--format', 'html', '--format', 'xlsx'], { POPULUS_DATA: temporaryFolder() })
  }

  it('are refused before anything is computed where a file is in the way', async () => {
    const folder = temporaryFolder()
    const out = join(folder, 'reports')
    writeFileSync(out, 'mine')
    for (const place of [out, join(out, 'deeper')]) {
      const { code, err } = await report(place)
      expect([code, err]).toEqual([6, 'A folder was expected where there is a file. Choose another name.\n'])
    }
    rmSync(out)
    mkdirSync(out)
    writeFileSync(join(out, 'people-2026-10-31.xlsx'), 'mine')
    const { code, err } = await report(out)
    expect([code, err]).toEqual([2, expect.stringContaining('has people-2026-10-31.xlsx already')])
    expect(err).not.toContain('1 of 1')
    expect(readdirSync(out)).toEqual(['people-2026-10-31.xlsx'])
    expect(readFileSync(join(out, 'people-2026-10-31.xlsx'), 'utf8')).toBe('mine')
  })

  it('have a name each, also for groups whose names have no Latin letters or are the same', () => {
    const day = '2026-10-31'
    const named = ['Café', 'Cafe', 'Übersicht', '医院', '診療所', 'Cafe 2', undefined].map((label) => ({ label, day }))
    expect(reportNames('Board', [...named, { label: undefined, day: '2026-09-30' }], 'html')).toEqual([
      'board-cafe-2026-10-31.html',
      'board-cafe-2-2026-10-31.html',
      'board-ubersicht-2026-10-31.html',
      'board-group-2026-10-31.html',
      'board-group-2-2026-10-31.html',
      'board-cafe-2-2-2026-10-31.html',
      'board-2026-10-31.html',
      'board-2026-09-30.html'
    ])
  })
})

const inOwnMounts = (script: string, ...words: readonly string[]) =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', script, 'sh', ...words], {
    encoding: 'utf8',
    env: process.env
  })
/** A disk of its own at `$1` that has room for little. */
const small = 'mount -t tmpfs -o size=200k none "$1"; mkdir "$1/out"'
const canMount = process.platform === 'linux' && inOwnMounts(small, import.meta.dirname).status === 0
if (!canMount) skipped('This computer lets nobody mount file systems, so no full disk was tried.')

describe.skipIf(!canMount)('a sample population on a disk without room', () => {
  it.each([[[]], [['--gzip']], [['--sources']]])('leaves its folder empty %s', (more) => {
    const { stdout, stderr } = inOwnMounts(
      `${small}; "$2" "$3" sample --patients 60 --json --out "$1/out" $4 || ls -A "$1/out"`,
      temporaryFolder(),
      process.execPath,
      headlessProgram,
      more.join(' ')
    )
    expect(JSON.parse(stdout), stderr).toMatchObject({ error: { code: 'out-of-space', exitCode: 6 } })
  })
})

describe.skipIf(!canMount)('the report of a board on a disk without room', () => {
  it('leaves no folder that was made for it, and says which disk it is', () => {
    const board = join(temporaryFolder(), 'board.json')
    writeFileSync(board, JSON.stringify(newBoard('b', 'People')))
    const { stdout, stderr } = inOwnMounts(
      `mount -t tmpfs -o size=4k none "$1"; "$2" "$3" report "$4" --board "$5" --format xlsx --json --out "$1/a/b" || ls -A "$1"`,
      temporaryFolder(),
      process.execPath,
      headlessProgram,
      dataFile(),
      board
    )
    expect(JSON.parse(stdout), stderr).toMatchObject({
      error: { code: 'out-of-space', message: expect.stringContaining('disk of --out') as string, exitCode: 6 }
    })
  })
})

describe('a command that is canceled', () => {
  const isPosix = process.platform !== 'win32'

  it.skipIf(!isPosix)('says so, and leaves its folder empty', async () => {
    const out = join(temporaryFolder(), 'sample')
    const words = ['sample', '--patients', '20000', '--json', '--out', out]
    const child = spawn(process.execPath, [headlessProgram, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    await vi.waitFor(() => expect(readdirSync(out)).toContain('Patient.0001.ndjson'), { timeout: 30_000, interval: 20 })
    child.kill('SIGINT')
    const code = await new Promise((done) => child.once('close', done))
    expect([code, JSON.parse(Buffer.concat(parts).toString())]).toEqual([
      130,
      { error: expect.objectContaining({ code: 'cancelled', exitCode: 130 }) as unknown }
    ])
    expect(readdirSync(out)).toEqual([])
  })
})
