// Asks the registry for known weaknesses of what is installed, and ends with 1 for one that build/advisories.json does not except.
// Without an answer it says so and ends with 0, or with 1 given --require, as the pipeline does.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'

const root = resolve(import.meta.dirname, '..')
const Severity = v.picklist(['info', 'low', 'moderate', 'high', 'critical'])
/** Those that fail. */
const serious: readonly string[] = ['high', 'critical'] satisfies v.InferOutput<typeof Severity>[]

/** What `npm audit --json` answers. */
const Report = v.object({
  vulnerabilities: v.record(
    v.string(),
    v.object({
      via: v.array(
        v.union([v.string(), v.object({ name: v.string(), title: v.string(), url: v.string(), severity: Severity })])
      )
    })
  )
})
export type Report = v.InferOutput<typeof Report>

/** A weakness that is accepted for a while. */
const Exception = v.strictObject({
  /** Number of the advisory, such as `GHSA-xxxx-xxxx-xxxx`. */
  advisory: v.pipe(v.string(), v.regex(/^GHSA(?:-[0-9a-z]{4}){3}$/)),
  package: v.string(),
  /** Why it does no harm here. */
  reason: v.pipe(v.string(), v.minLength(20)),
  /** The last day on which it is accepted. */
  until: v.pipe(v.string(), v.isoDate())
})
export type Exception = v.InferOutput<typeof Exception>

/** The exceptions of the project. @throws when the file is not as it has to be */
export function readExceptions(path = join(import.meta.dirname, 'advisories.json')): readonly Exception[] {
  return v.parse(v.array(Exception), JSON.parse(readFileSync(path, 'utf8')))
}

/**
 * Compares what is known with what is accepted.
 * @param today `YYYY-MM-DD`
 * @returns a sentence for everything that has to be done; none when all is well
 */
export function findProblems(reports: readonly Report[], exceptions: readonly Exception[], today: string): string[] {
  const found = new Map<string, { readonly name: string; readonly title: string; readonly severity: string }>()
  for (const { vulnerabilities } of reports)
    for (const { via } of Object.values(vulnerabilities))
      for (const each of via)
        if (typeof each !== 'string') found.set(`${each.url.split('/').at(-1)} ${each.name}`, each)
  const problems: string[] = []
  const used = new Set<Exception>()
  for (const [key, { name, title, severity }] of found) {
    const [advisory] = key.split(' ')
    const exception = exceptions.find((each) => each.advisory === advisory && each.package === name)
    if (exception !== undefined) used.add(exception)
    if (!serious.includes(severity)) continue
    if (exception === undefined) problems.push(`${name}: ${title} (${severity}, ${advisory}).`)
    else if (exception.until < today)
      problems.push(`${name}: the exception for ${advisory} ended on ${exception.until}. Look at it again.`)
  }
  for (const each of exceptions)
    if (!used.has(each)) problems.push(`${each.package}: the exception for ${each.advisory} is not needed any more.`)
  return problems
}

/** @returns the report, or why there is none */
function askRegistry(folder: string): Report | string {
  const windows = process.platform === 'win32'
  const asked = spawnSync(windows ? 'npm.cmd' : 'npm', ['audit', '--json', '--package-lock-only', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 120_000,
    shell: windows
  })
  if (asked.error !== undefined) return asked.error.message
  try {
    const answer = JSON.parse(asked.stdout) as unknown
    const report = v.safeParse(Report, answer)
    if (report.success) return report.output
    const failure = v.safeParse(v.object({ message: v.string() }), answer)
    if (failure.success) return failure.output.message
  } catch {
    // Below: what npm said on standard error is the reason.
  }
  return asked.stderr.trim().split('\n').at(-1) ?? 'no answer'
}

function main(words: readonly string[]): number {
  const isRequired = words.includes('--require')
  const named = words.filter((word) => !word.startsWith('--'))
  const folders = named.length > 0 ? named : [root, join(root, 'test/peers')]
  const reports: Report[] = []
  for (const folder of folders) {
    const report = askRegistry(folder)
    if (typeof report !== 'string') {
      reports.push(report)
      continue
    }
    console.error(`SKIPPED: the registry does not tell of weaknesses of ${folder}: ${report}`)
    return isRequired ? 1 : 0
  }
  const problems = findProblems(reports, readExceptions(), new Date().toISOString().slice(0, 10))
  for (const problem of problems) console.error(problem)
  console.log(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in known weaknesses of packages.`)
  return problems.length === 0 ? 0 : 1
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2))
