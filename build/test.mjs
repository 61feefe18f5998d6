// Runs every check of the project and ends with one line: "N passed, N failed, N skipped".
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'

const root = join(import.meta.dirname, '..')
const bin = (path) => join(root, 'node_modules', path)
const reports = mkdtempSync(join(tmpdir(), 'populus-test-'))
let passed = 0
let failed = 0
let skipped = 0
const broken = []
/** One text per failure: which test, and why. */
const failures = []
/** Reasons of what was skipped, with the number of tests where the runner tells it. */
const reasons = new Map()

/**
 * Runs a program that prints as it goes, or, where something must end first, that long into one piece.
 * @returns whether it ended well
 */
async function run(title, args, env, shownAfter = Promise.resolve()) {
  const started = Date.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env }
  })
  const ended = new Promise((done) => child.on('close', done))
  const waiting = []
  let isShown = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (isShown ? process.stdout.write(chunk) : waiting.push(chunk)))
  }
  await shownAfter
  console.log(`\n== ${title}`)
  for (const chunk of waiting) process.stdout.write(chunk)
  isShown = true
  const status = await ended
  console.log(`== ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`)
  return status === 0
}

/** Runs a check beside others; what it prints is shown in one piece when it ends. */
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
      done()
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
      tests.flatMap(({ annotations }) => annotations.filter((one) => one.type === type))
    )
  ])
}

/** Adds the counts of a runner's JSON report; a runner that fails without a failed test still counts as one failure. */
async function suite({ title, args, env, file, count, shownAfter }) {
  const ok = await run(title, args, env, shownAfter)
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

/** What needs no browser. */
async function testsWithoutPages() {
  const summary = join(reports, 'unit.json')
  const skips = join(reports, 'skipped.txt')
  await suite({
    title: 'unit, property, architecture, integration, fault, crash, security, conformance',
    args: [bin('vitest/vitest.mjs'), 'run'],
    env: {
      POPULUS_SKIPPED: skips,
      POPULUS_TEST_SUMMARY: summary,
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {})
    },
    file: summary,
    count: (counts) => counts
  })
  for (const reason of existsSync(skips) ? readFileSync(skips, 'utf8').trim().split('\n') : []) reasons.set(reason, '')
}

/** Pages in Chromium. What they print is shown after something else has ended. */
async function pageTests(shownAfter) {
  const chromium = findChromium()
  if (chromium.path === undefined) {
    console.log(`\n== end to end: FAILED\n${chromium.how}`)
    failed += 1
    broken.push('end to end: no Chromium')
    return
  }
  const report = join(reports, 'playwright.json')
  await suite({
    title: 'end to end, accessibility',
    args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    env: { CHROMIUM_PATH: chromium.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    file: report,
    count: ({ suites, stats }) => {
      for (const { description = 'no reason given' } of annotationsOf(suites, 'skip')) {
        reasons.set(description, (reasons.get(description) || 0) + 1)
      }
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
        failures: failuresOf(suites)
      }
    },
    shownAfter
  })
}

/** One after the other, the longest first. */
async function checksOfTheText() {
  for (const one of [
    // On one thread: more of them work out the same types again, and the tests use the other processor.
    ['lint and types', [bin('oxlint/bin/oxlint'), '--threads=1'], { GOMAXPROCS: '1' }],
    ['lint of components', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
    // A run with the full budget asks the compiler itself again, by each project of its own.
    [
      'types of components',
      ['build/typecheck.mjs', ...(process.env.POPULUS_TEST_BUDGET === '1' ? [] : ['--components'])]
    ],
    ['format', [bin('oxfmt/bin/oxfmt'), '--list-different', '.']],
    ['unused code and dependencies', [bin('knip/bin/knip.js')]]
  ]) {
    await check(one)
  }
}

await check(['build', [bin('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn']])
// The tests without a browser often wait for the disk or for programs, and the pages for their hosts: what else there is to
// do runs beside them.
const withoutPages = testsWithoutPages()
await Promise.all([withoutPages, checksOfTheText().then(() => pageTests(withoutPages))])

rmSync(reports, { recursive: true, force: true })
if (broken.length > 0) console.log(`\nFailed: ${broken.join('; ')}`)
for (const failure of failures) console.log(`\n${failure}`)
if (skipped > 0) {
  console.log(`\nSkipped ${skipped} tests:`)
  for (const [reason, tests] of reasons) console.log(`  ${reason}${tests === '' ? '' : ` (${tests} tests)`}`)
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)
