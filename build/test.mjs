// Runs every check of the project and ends with one line: "N passed, N failed, N skipped".
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { makeMemoryFolder } from './memory-folder.mjs'

const root = join(import.meta.dirname, '..')
const bin = (path) => join(root, 'node_modules', path)
const reports = mkdtempSync(join(tmpdir(), 'populus-test-'))
const memory = makeMemoryFolder()
/** For programs that run tests: where their files go. What Node compiled stays for the next run. */
const filesInMemory =
  memory === undefined ? {} : { TMPDIR: memory, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }
const removeFolders = () => {
  for (const folder of [reports, memory]) if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    removeFolders()
    process.exit(1)
  })
let passed = 0
let failed = 0
let skipped = 0
const broken = []
/** One text per failure: which test, and why. */
const failures = []
/** Reasons of what was skipped, with the number of tests where the runner tells it. */
const reasons = new Map()

/** Runs a program that prints as it goes. @returns whether it ended well */
async function run(title, args, env = {}) {
  console.log(`\n== ${title}`)
  const started = Date.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  const status = await new Promise((done) => child.on('close', done))
  console.log(`== ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`)
  return status === 0
}

/** Runs a check beside others; what it prints is shown in one piece when it ends. @returns whether it passed */
function check([title, args, env = {}]) {
  const started = Date.now()
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env }
    })
    const printed = []
    child.stdout.on('data', (chunk) => printed.push(chunk))
    child.stderr.on('data', (chunk) => printed.push(chunk))
    child.on('close', (status) => {
      const text = Buffer.concat(printed).toString().trimEnd()
      console.log(`\n== ${title}${text === '' ? '' : `\n${text}`}`)
      console.log(
        `== ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`
      )
      if (status === 0) passed += 1
      else {
        failed += 1
        broken.push(title)
      }
      done(status === 0)
    })
  })
}

/** Which tests below some suites of Playwright's report failed, and why. */
function failuresOf(suites) {
  return suites.flatMap((suite) => [
    ...failuresOf(suite.suites ?? []),
    ...(suite.specs ?? []).flatMap(({ file, title, tests }) =>
      tests.flatMap(({ results }) =>
        results.flatMap(({ errors }) =>
          errors.map(({ message }) => `${file} > ${title}\n${message.split('\n').slice(0, 12).join('\n')}`)
        )
      )
    )
  ])
}

/** Annotations of one type of all tests below some suites of Playwright's report. */
function annotationsOf(suites, type) {
  return suites.flatMap((suite) => [
    ...annotationsOf(suite.suites ?? [], type),
    ...(suite.specs ?? []).flatMap(({ tests }) =>
      tests.flatMap(({ annotations }) => annotations.filter((annotation) => annotation.type === type))
    )
  ])
}

async function inTurn(wanted) {
  for (const each of wanted) await check(each)
}

/** Adds the counts of a runner's JSON report; a runner that fails without a failed test still counts as one failure. */
async function suite(title, args, env, file, count) {
  const ok = await run(title, args, env)
  const counts = existsSync(file)
    ? count(JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0, failures: [] }
  passed += counts.passed
  skipped += counts.skipped
  failed += ok ? counts.failed : Math.max(1, counts.failed)
  if (!ok || counts.failed > 0) broken.push(title)
  failures.push(...counts.failures)
  if (ok && counts.passed === 0) {
    failed += 1
    broken.push(`${title}: no test ran`)
  }
}

/**
 * For programs in Go that work out types, on one thread: more of them work out the same types again, and the tests use the other
 * processor. Garbage is collected when memory reaches what it reaches anyway, and not each time that it has doubled.
 */
const onOneThread = { GOMAXPROCS: '1', GOGC: 'off', GOMEMLIMIT: '3GiB' }

/** Where the linter of components finds what it said of files with the same content. */
const lintCache = ['--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/eslint/']

// One after the other, the longest first, beside the build and the tests that need no browser: those often wait for the disk.
const checks = inTurn([
  ['lint and types', [bin('oxlint/bin/oxlint'), '--threads=1'], onOneThread],
  // What its rules say of a component depends on that component alone, so that only changed ones are linted again.
  ['lint of components', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0', ...lintCache]],
  // A run with the full budget asks the compiler itself again, by each project of its own.
  [
    'types of components',
    ['build/typecheck.mjs', ...(process.env.POPULUS_TEST_BUDGET === '1' ? [] : ['--components'])],
    onOneThread
  ],
  // On one thread as well: each further one loads the formatter of components again, and is no sooner ready.
  ['format', [bin('oxfmt/bin/oxfmt'), '--threads=1', '--list-different', '.']],
  ['unused code and dependencies', [bin('knip/bin/knip.js')]]
])

const built = await check(['build', [bin('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn']])

const unit = join(reports, 'unit.json')
const unitSkips = join(reports, 'skipped.txt')
await suite(
  'unit, property, architecture, integration, fault, crash, security, conformance',
  [bin('vitest/vitest.mjs'), 'run'],
  {
    POPULUS_SKIPPED: unitSkips,
    POPULUS_TEST_SUMMARY: unit,
    ...filesInMemory,
    // Tests start the programs as they were just built.
    ...(built ? { POPULUS_TEST_PROGRAMS: join(root, 'out/main') } : {})
  },
  unit,
  (summary) => summary
)
for (const reason of existsSync(unitSkips) ? readFileSync(unitSkips, 'utf8').trim().split('\n') : [])
  reasons.set(reason, '')

await checks

const chromium = findChromium()
if (chromium.path === undefined) {
  console.log(`\n== end to end: FAILED\n${chromium.how}`)
  failed += 1
  broken.push('end to end: no Chromium')
} else {
  const pages = join(reports, 'playwright.json')
  await suite(
    'end to end, accessibility',
    [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    { CHROMIUM_PATH: chromium.path, PLAYWRIGHT_JSON_OUTPUT_NAME: pages, ...filesInMemory },
    pages,
    (report) => {
      for (const { description = 'no reason given' } of annotationsOf(report.suites, 'skip')) {
        reasons.set(description, (reasons.get(description) || 0) + 1)
      }
      return {
        passed: report.stats.expected,
        failed: report.stats.unexpected + report.stats.flaky,
        skipped: report.stats.skipped,
        failures: failuresOf(report.suites)
      }
    }
  )
}

removeFolders()
if (broken.length > 0) console.log(`\nFailed: ${broken.join('; ')}`)
for (const failure of failures) console.log(`\n${failure}`)
if (skipped > 0) {
  console.log(`\nSkipped ${skipped} tests:`)
  for (const [reason, tests] of reasons) console.log(`  ${reason}${tests === '' ? '' : ` (${tests} tests)`}`)
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)
