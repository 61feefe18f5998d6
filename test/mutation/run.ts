import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { aimedAttempts, readAimedMutations } from './aimed.ts'
import type { Attempt } from './attempt.ts'
import { sampleAttempts } from './sample.ts'
import { Score, type Outcome } from './score.ts'
import { openWorkspace } from './workspace.ts'

/** Changes the source in small ways and asks whether a test notices; README.md next to this file explains it. */
const usage = `Usage: test:mutation -- --aimed [--only TEXT] [--slice N/OF]
       test:mutation -- [--sample N] [--seed N] [--tests N] [--slice N/OF] [FOLDER or FILE ...]`

/** What is sampled when no folder is named: where a wrong line loses, leaks or miscounts records. */
const sampledAreas = [
  'src-main/storage',
  'src-main/auth',
  'src-main/bulk',
  ...['kernels', 'stats', 'fhir', 'ndjson'].map((name) => `src-renderer/engine/${name}`),
  ...['rate', 'rate-figures', 'rate-tally', 'rated-people'].map((name) => `src-renderer/engine/measures/${name}.ts`)
]

const root = join(import.meta.dirname, '../..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    aimed: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    slice: { type: 'string', default: '1/1' },
    tests: { type: 'string', default: '12' }
  }
})
const slice = /^(\d+)\/(\d+)$/.exec(values.slice)
if (values.help || slice === null) {
  console.error(usage)
  process.exit(2)
}

function chosenAttempts(): Attempt[] {
  if (values.aimed) return aimedAttempts(readAimedMutations().filter(({ name }) => name.includes(values.only)))
  return sampleAttempts({
    root,
    paths: positionals.length === 0 ? sampledAreas : positionals,
    count: Number(values.sample),
    seed: Number(values.seed),
    testFiles: Number(values.tests)
  })
}

const [part, parts] = [Number(slice[1]), Number(slice[2])]
const attempts = chosenAttempts().filter((_, index) => index % parts === part - 1)
const workspace = openWorkspace(root)
process.on('exit', () => workspace.close())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

const testFiles = [...new Set(attempts.flatMap(({ tests }) => tests))].sort()
const failure = testFiles.length === 0 ? undefined : await workspace.failureOf(testFiles)
if (failure !== undefined) {
  console.error(`${failure}\nThe tests fail without any change.`)
  process.exit(2)
}

async function tryOut({ file, change, tests }: Attempt): Promise<Outcome> {
  const changed = change(workspace.read(file))
  if (changed === undefined) return 'outdated'
  return tests.length === 0 ? 'untested' : workspace.tryWith(file, changed, tests)
}

const score = new Score()
for (const attempt of attempts) {
  const outcome = await tryOut(attempt)
  score.add(attempt.file, outcome)
  if (outcome !== 'killed') console.log(`${outcome.padEnd(9)} ${attempt.title}`)
}
for (const line of score.lines()) console.log(line)
process.exitCode = score.isEnough ? 0 : 1
