import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mutated, mutationsOf } from './operators.ts'
import { importersIn, nearTests } from './near-tests.ts'
import { openWorkspace, type Verdict } from './workspace.ts'

/**
 * Changes the source in many small ways and asks whether a test notices:
 * `npm run test:mutation -- [--aimed] [--sample N] [--seed N] [--tests N] [FOLDER or FILE ...]`.
 * `--aimed` runs the reviewed list `aimed.json`; else N changes are drawn from the files named. The last line is
 * `N passed, N failed`, where a change that no test noticed has failed; the exit code is 1 below 90 %.
 */
interface AimedMutation {
  readonly name: string
  readonly file: string
  readonly find: string
  readonly replace: string
  /** Test files that should notice it; the nearest ones when absent. */
  readonly tests?: readonly string[]
  /** Why no test can notice it. */
  readonly equivalent?: string
}

interface Attempt {
  readonly title: string
  readonly file: string
  /** The changed text; undefined when what it changes is not there any more. */
  readonly change: (text: string) => string | undefined
  readonly tests: readonly string[]
}

const root = join(import.meta.dirname, '../..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    aimed: { type: 'boolean', default: false },
    only: { type: 'string' },
    sample: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    tests: { type: 'string', default: '8' }
  }
})
const importers = importersIn(root)
const testsPerFile = Number(values.tests)

function aimedAttempts(): Attempt[] {
  const list = JSON.parse(readFileSync(join(import.meta.dirname, 'aimed.json'), 'utf8')) as readonly AimedMutation[]
  return list
    .filter(({ equivalent, name }) => equivalent === undefined && name.includes(values.only ?? ''))
    .map(({ name, file, find, replace, tests }) => ({
      title: `${name} (${file})`,
      file,
      change: (text) => {
        const parts = text.split(find)
        return parts.length === 2 ? parts.join(replace) : undefined
      },
      tests: tests ?? nearTests(importers, file, testsPerFile)
    }))
}

function filesBelow(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(path, name))
    .sort()
}

/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function drawnAttempts(paths: readonly string[]): Attempt[] {
  const random = randomNumbers(Number(values.seed))
  const all = paths.flatMap(filesBelow).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return mutationsOf(text).map((mutation) => ({ file, mutation }))
  })
  const drawn = all
    .map((each) => ({ each, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, Number(values.sample))
  return drawn.map(({ each: { file, mutation } }) => ({
    title: `${file}:${mutation.line} ${mutation.operator}`,
    file,
    change: (text) => mutated(text, mutation),
    tests: nearTests(importers, file, testsPerFile)
  }))
}

if (!values.aimed && positionals.length === 0) {
  console.error('Usage: test:mutation [--aimed] [--sample N] [--seed N] [--tests N] [FOLDER or FILE ...]')
  process.exit(2)
}
const attempts = values.aimed ? aimedAttempts() : drawnAttempts(positionals)
const workspace = openWorkspace(root)
process.on('exit', () => workspace.close())
process.on('SIGINT', () => process.exit(130))
/** Beside what the tests say: no test reaches the file, or the list does not fit the code any more. */
type Outcome = Verdict | 'untested' | 'outdated'
const counts: Record<Outcome, number> = { killed: 0, survived: 0, timeout: 0, untested: 0, outdated: 0 }
const sound = new Map<string, boolean>()
for (const { title, file, change, tests } of attempts) {
  const changed = change(workspace.read(file))
  const key = tests.join()
  if (tests.length > 0 && !sound.has(key)) sound.set(key, await workspace.passes(tests))
  if (sound.get(key) === false) throw new Error(`The tests of ${file} fail as they are: ${key}`)
  let outcome: Outcome = tests.length === 0 ? 'untested' : 'outdated'
  if (changed !== undefined && tests.length > 0) outcome = await workspace.tryWith(file, changed, tests)
  counts[outcome]++
  if (outcome !== 'killed') console.log(`${outcome.padEnd(9)} ${title}`)
}
const noticed = counts.killed + counts.timeout
const missed = counts.survived + counts.untested + counts.outdated
console.log(`mutation score: ${((100 * noticed) / Math.max(1, noticed + missed)).toFixed(1)} %`)
console.log(`${noticed} passed, ${missed} failed`)
process.exitCode = noticed < 0.9 * (noticed + missed) ? 1 : 0
