import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

const root = `${import.meta.dirname}/../..`

/** What is left of a run of Vitest when its output has scrolled by. */
interface RunSummary {
  passed: number
  failed: number
  skipped: number
  /** One text per failed test, failed file, or error outside of tests: where it happened and the first lines of why. */
  failures: string[]
}

const why = (errors: readonly SerializedError[]): string =>
  errors
    .map(({ stack, message }) =>
      (stack ?? message)
        .split('\n')
        .filter((line) => !line.includes('node_modules'))
        .slice(0, 12)
        .join('\n')
    )
    .join('\n')

const placeOf = (module: TestModule): string => relative(root, module.moduleId)

function addTest(summary: RunSummary, test: TestCase): void {
  const { state, errors } = test.result()
  if (state === 'passed') summary.passed += 1
  else if (state === 'skipped') summary.skipped += 1
  else {
    summary.failed += 1
    summary.failures.push(`${placeOf(test.module)} > ${test.fullName}\n${why(errors ?? [])}`)
  }
}

/**
 * Counts the tests of a run and notes every failure, also those that belong to no test: a file or suite that could not be
 * set up, and errors after a test has ended. The whole run prints them at its end.
 * @param file where the summary is written, as JSON
 */
export class RunSummaryReporter implements Reporter {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const summary: RunSummary = { passed: 0, failed: 0, skipped: 0, failures: [] }
    for (const module of modules) {
      for (const test of module.children.allTests()) addTest(summary, test)
      for (const suite of [module, ...module.children.allSuites()]) {
        const errors = suite.errors()
        if (errors.length > 0) summary.failures.push(`${placeOf(module)}: outside of its tests\n${why(errors)}`)
      }
    }
    if (unhandled.length > 0) summary.failures.push(`Errors that no test waited for\n${why(unhandled)}`)
    writeFileSync(this.#file, JSON.stringify(summary))
  }
}
