import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RolePolicy } from '#engine/elm/fhir/roles.ts'
import { readMeasureContent } from '#engine/measures/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/measure-evaluator.ts'
import type { GroupResult } from '#engine/measures/patient-result.ts'
import { PatientResources } from '#engine/measures/patient-resources.ts'
import { readPack, type ExpectedPopulation, type MeasureCase, type MeasurePack } from './measure-pack.ts'

const compared = new Set([
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
  'numerator-exclusion',
  'measure-population',
  'measure-population-exclusion'
])

function packFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pack\.json(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(folder, name))
}

/** Counts of one code in order, for the codes that are compared. */
function counts(populations: readonly ExpectedPopulation[]): Map<string, number[]> {
  const byCode = new Map<string, number[]>()
  for (const { code, count } of populations) {
    if (compared.has(code)) byCode.set(code, [...(byCode.get(code) ?? []), count])
  }
  return byCode
}

/** What differs from the expected counts, by group and code. */
function differences(one: MeasureCase, groups: readonly GroupResult[]): string[] {
  return one.expected.groups.flatMap((expected, index) => {
    const actual = groups.find((group) => group.id === expected.id) ?? groups[index]
    const found = counts(actual?.populations ?? [])
    return [...counts(expected.populations)].flatMap(([code, wanted]) => {
      const got = found.get(code) ?? []
      return wanted.join() === got.join()
        ? []
        : [`${expected.id ?? String(index)} ${code} expected ${wanted.join()} got ${got.join()}`]
    })
  })
}

/** Observed values of one case, all groups in order. */
function observations(groups: readonly GroupResult[]): readonly number[] {
  return groups.flatMap(({ populations }) => populations.flatMap((one) => one.observations ?? []))
}

/** Values that the authors expect to be observed; undefined where they name none. */
function expectedObservations(one: MeasureCase): readonly number[] | undefined {
  const found = one.expected.groups.flatMap(({ populations }) =>
    populations.filter(({ code }) => code === 'measure-observation').map(({ count }) => count)
  )
  return found.length === 0 ? undefined : found
}

interface PackOutcome {
  readonly passed: number
  /** Cases whose observed values are compared, and those of them that agree. */
  readonly observed: number
  readonly agreed: number
  readonly failures: readonly string[]
}

/** A pack whose measure cannot be evaluated: every case fails for that reason. */
function notEvaluated(pack: MeasurePack, error: unknown): PackOutcome {
  const reason = error instanceof Error ? error.message : String(error)
  const failures = pack.cases.map(({ name }) => `${name}: error: ${reason}`)
  return { passed: 0, observed: 0, agreed: 0, failures }
}

function runPack(pack: MeasurePack, policy: RolePolicy): PackOutcome {
  try {
    return evaluatePack(pack, policy)
  } catch (error) {
    return notEvaluated(pack, error)
  }
}

function evaluatePack(pack: MeasurePack, policy: RolePolicy): PackOutcome {
  const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)
  const failures: string[] = []
  let observed = 0
  let agreed = 0
  for (const one of pack.cases) {
    const resources = one.bundle.entry.map((entry) => entry.resource)
    const data = new PatientResources(resources, policy, evaluator.program.fhir)
    const result = evaluator.evaluate(one.patientId, data, one.period ?? pack.period)
    const wrong = differences(one, result.groups)
    const errors = result.problems.map((problem) => `error: ${problem.message}`)
    const values = expectedObservations(one)
    if (values !== undefined) {
      observed++
      if (values.join() === observations(result.groups).join()) agreed++
    }
    if (wrong.length > 0) failures.push(`${one.name} (${one.patientId}): ${[...wrong, ...errors].join('; ')}`)
  }
  return { passed: pack.cases.length - failures.length, observed, agreed, failures }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', short: 'v', default: false },
    only: { type: 'string' },
    'derive-roles': { type: 'boolean', default: false }
  }
})
const folder = positionals[0]
if (folder === undefined || !statSync(folder).isDirectory()) {
  console.error('Usage: conformance:measures [--verbose] [--only NAME] [--derive-roles] FOLDER')
  process.exit(2)
}
let passed = 0
let failed = 0
let observed = 0
let agreed = 0
for (const file of packFiles(folder)) {
  const name = basename(file).replace(/\.pack\.json(\.gz)?$/, '')
  if (values.only !== undefined && !file.includes(values.only)) continue
  const started = performance.now()
  const outcome = runPack(readPack(file), values['derive-roles'] ? 'derive' : 'trust-profiles')
  const { passed: good, failures } = outcome
  passed += good
  observed += outcome.observed
  agreed += outcome.agreed
  failed += failures.length
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${good} passed, ${failures.length} failed (${seconds} s)`
  )
  if (values.verbose) for (const failure of failures) console.log(`       ${failure}`)
}
console.log(`measure observations: ${agreed} of ${observed} cases agree`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
