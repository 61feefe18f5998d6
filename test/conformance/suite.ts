import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test of an official suite that did not pass. */
export interface SuiteFailure {
  /** Stable name within its file: `group/name` of a CQL test, patient id of a measure case. */
  readonly id: string
  /** What differs, for a person to read. */
  readonly text: string
}

/** The outcome of one file of a suite. */
export interface SuiteFile {
  readonly name: string
  readonly total: number
  readonly failures: readonly SuiteFailure[]
}

/** Reviewed differences of one suite: cause by test id, by file name. */
export type KnownDifferences = Readonly<Record<string, Readonly<Record<string, string>>>>

/** How a run compares with the reviewed list. */
export interface Deviations {
  /** Failures that are not on the list: something got worse. */
  readonly unexpected: readonly string[]
  /** Listed tests that pass now: the list has to be shortened. */
  readonly resolved: readonly string[]
}

/** Reads the reviewed differences of a suite from `known-differences.json`. */
export function knownDifferences(suite: 'cql' | 'measures'): KnownDifferences {
  const text = readFileSync(join(import.meta.dirname, 'known-differences.json'), 'utf8')
  return (JSON.parse(text) as Record<string, KnownDifferences>)[suite]!
}

/** Compares the outcome of one file with the reviewed list. */
export function deviations(file: SuiteFile, known: KnownDifferences): Deviations {
  const listed = known[file.name] ?? {}
  const failed = new Set(file.failures.map(({ id }) => id))
  return {
    unexpected: file.failures.filter(({ id }) => !Object.hasOwn(listed, id)).map(({ id, text }) => `${id}: ${text}`),
    resolved: Object.keys(listed).filter((id) => !failed.has(id))
  }
}

/** Prints the outcome of each file as it comes, and at the end `N passed, N failed`. */
export class SuiteReport {
  readonly #known: KnownDifferences
  readonly #verbose: boolean
  #passed = 0
  #failed = 0
  #unexpected = 0

  constructor(known: KnownDifferences, verbose: boolean) {
    this.#known = known
    this.#verbose = verbose
  }

  add(file: SuiteFile, note = ''): void {
    const { unexpected, resolved } = deviations(file, this.#known)
    const failed = file.failures.length
    this.#passed += file.total - failed
    this.#failed += failed
    this.#unexpected += unexpected.length
    const state = failed === 0 ? 'ok   ' : unexpected.length === 0 ? 'known' : 'FAIL '
    console.log(`${state} ${file.name}: ${file.total - failed} passed, ${failed} failed${note}`)
    if (this.#verbose) for (const { id, text } of file.failures) console.log(`       ${id}: ${text}`)
    else for (const text of unexpected) console.log(`       ${text}`)
    for (const id of resolved) console.log(`       ${id} passes now: take it off known-differences.json`)
  }

  /** @returns the exit code: 0 when nothing failed but the reviewed differences */
  finish(): number {
    console.log(`${this.#passed} passed, ${this.#failed} failed`)
    return this.#unexpected === 0 && this.#passed > 0 ? 0 : 1
  }
}
