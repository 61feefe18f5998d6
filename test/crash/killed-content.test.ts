import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createStoredResults } from '../../src-main/services/content/stored-results.ts'
import { openContentStore } from '../../src-main/storage/snapshots/content-store.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { memoryLog } from '../support/memory-log.ts'
import { keepTexts, testStore, textOf } from '../support/snapshot-store.ts'
import { budgeted, stride } from '../support/test-budget.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { killedChild, saidAfter, type KillMoment } from './killed-child.ts'

const keeper = await bundledProgram(new URL('./content-child.ts', import.meta.url))

/** Kills at random moments; `POPULUS_CRASH_KILLS` asks for more. */
const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? budgeted(40))

/** The steps that the keeper began and ended, as `install 3`. */
interface Said {
  readonly begun: ReadonlySet<string>
  readonly ended: ReadonlySet<string>
}

/** What is found after a new start. */
interface Found {
  readonly versions: ReadonlySet<number>
  /** Version of the stored results; undefined where there are none yet. */
  readonly results: number | undefined
}

async function killed(folder: string, first: number, moment: KillMoment): Promise<Said> {
  const lines = await killedChild(keeper, folder, moment, {
    FIRST_VERSION: String(first)
  })
  return { begun: new Set(saidAfter(lines, 'begin')), ended: new Set(saidAfter(lines, 'end')) }
}

async function prepared(): Promise<string> {
  const folder = temporaryFolder()
  const { store, release } = await testStore(join(folder, 'snapshots'))
  await keepTexts(await store.begin(0), 'one', { 'a.ndjson': '{"resourceType":"Patient","id":"a"}\n' })
  await release()
  return folder
}

/** Every version that is listed is whole, the results are those of one version, and nothing half done is left. */
async function found(folder: string): Promise<Found> {
  const content = join(folder, 'content')
  const packs = await openContentStore({
    folder: content,
    files: diskFiles,
    clock: { now: () => 0 },
    log: memoryLog()
  })
  const versions = new Set<number>()
  for (const { id, facts } of await packs.list()) {
    const text = gunzipSync(await packs.read(id))
    expect(createHash('sha256').update(text).digest('hex')).toBe(facts.hash)
    versions.add(Number(facts.title))
  }
  expect(readdirSync(content).filter((name) => /^(new|gone)-/.test(name))).toEqual([])
  const { store, release } = await testStore(join(folder, 'snapshots'))
  const [snapshot] = await store.list()
  const stored = createStoredResults(store)
  const text = (await stored.has(snapshot!.id)) ? await textOf(await stored.read(snapshot!.id)) : undefined
  await release()
  const results = text === undefined ? undefined : Number(/^results of version (\d+) /.exec(text)?.[1])
  if (results !== undefined)
    expect(text).toBe(`results of version ${results} `.repeat(1 + ((results * 104_729) % 20_000)))
  return { versions, results }
}

function compare(before: Found, { begun, ended }: Said, after: Found): void {
  const did = (name: string): boolean => ended.has(name)
  const may = (name: string): boolean => begun.has(name)
  const known = new Set([...before.versions, ...[...begun].map((name) => Number(name.split(' ')[1]))])
  for (const version of known) {
    const was = before.versions.has(version) || did(`install ${version}`)
    const [must, mustNot] = [was && !may(`remove ${version}`), did(`remove ${version}`)]
    if (must) expect(after.versions).toContain(version)
    if (mustNot || (!was && !may(`install ${version}`))) expect(after.versions).not.toContain(version)
  }
  for (const version of after.versions) expect(known).toContain(version)
  const stored = [...begun].flatMap((name) => (name.startsWith('results ') ? [Number(name.split(' ')[1])] : []))
  const whole = stored.filter((version) => did(`results ${version}`)).at(-1) ?? before.results
  expect([whole, ...stored.filter((version) => !did(`results ${version}`))]).toContain(after.results)
}

/** Versions have never been used before. */
function next({ versions, results = 0 }: Found, { begun }: Said): number {
  return 1 + Math.max(0, results, ...versions, ...[...begun].map((name) => Number(name.split(' ')[1])))
}

async function cycles(times: number, moment: (time: number) => KillMoment): Promise<void> {
  const folder = await prepared()
  let before: Found = { versions: new Set(), results: undefined }
  let first = 1
  for (let time = 0; time < times; time += 1) {
    const said = await killed(folder, first, moment(time))
    const after = await found(folder)
    compare(before, said, after)
    first = Math.max(first, next(after, said))
    before = after
  }
}

describe('a process that is killed while it replaces content and stores results', () => {
  it(`leaves whole versions and the results of one of them, ${kills} times`, { timeout: 3_600_000 }, async () => {
    const some = (): { afterMs: number } => ({ afterMs: Math.random() * 40 })
    await Promise.all([cycles(Math.ceil(kills / 2), some), cycles(Math.floor(kills / 2), some)])
  })

  it(`the same at calls to the file system, 1 of ${stride} of them`, { timeout: 3_600_000 }, async () => {
    // Two versions, their results and a removal take fewer calls than this.
    await cycles(Math.ceil(110 / stride), (time) => ({ atCall: time * stride }))
  })
})
