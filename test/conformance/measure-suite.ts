import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { RolePolicy } from '#engine/cql/elm/fhir/roles.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { GroupResult } from '#engine/measures/evaluate/patient-result.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { readPack, type ExpectedPopulation, type MeasureCase, type MeasurePack } from './measure-pack.ts'
import type { SuiteFailure, SuiteFile } from './suite.ts'

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

/** Paths of the measure packs below `folder`, in the order of names. */
export function packFiles(folder: string): string[] {
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
function differences(testCase: MeasureCase, groups: readonly GroupResult[]): string[] {
  return testCase.expected.groups.flatMap((expected, index) => {
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
  return groups.flatMap(({ populations }) => populations.flatMap((population) => population.observations ?? []))
}

/** Values that the authors expect to be observed; undefined where they name none. */
function expectedObservations(testCase: MeasureCase): readonly number[] | undefined {
  const found = testCase.expected.groups.flatMap(({ populations }) =>
    populations.filter(({ code }) => code === 'measure-observation').map(({ count }) => count)
  )
  return found.length === 0 ? undefined : found
}

/** The outcome of one pack. The id of a case is the id of its patient. */
export interface PackOutcome extends SuiteFile {
  /** Cases whose observed values are compared, and those of them that agree. */
  readonly observed: number
  readonly agreed: number
}

/** A pack whose measure cannot be evaluated: every case fails for that reason. */
function notEvaluated(name: string, pack: MeasurePack, error: unknown): PackOutcome {
  const reason = error instanceof Error ? error.message : String(error)
  const failures = pack.cases.map((testCase) => ({
    id: testCase.patientId,
    text: `${testCase.name}: error: ${reason}`
  }))
  return { name, total: pack.cases.length, failures, observed: 0, agreed: 0 }
}

/** Evaluates every case of one pack and compares the counts of all populations, per group. */
export function runPackFile(file: string, policy: RolePolicy): PackOutcome {
  const name = basename(file).replace(/\.pack\.json(\.gz)?$/, '')
  const pack = readPack(file)
  try {
    return evaluatePack(name, pack, policy)
  } catch (error) {
    return notEvaluated(name, pack, error)
  }
}

function evaluatePack(name: string, pack: MeasurePack, policy: RolePolicy): PackOutcome {
  const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)
  const failures: SuiteFailure[] = []
  let observed = 0
  let agreed = 0
  for (const testCase of pack.cases) {
    const resources = testCase.bundle.entry.map((entry) => entry.resource)
    const data = new PatientResources(resources, policy, evaluator.program.fhir)
    const result = evaluator.evaluate(testCase.patientId, data, testCase.period ?? pack.period)
    const wrong = differences(testCase, result.groups)
    const errors = result.problems.map((problem) => `error: ${problem.message}`)
    const values = expectedObservations(testCase)
    if (values !== undefined) {
      observed++
      if (values.join() === observations(result.groups).join()) agreed++
    }
    if (wrong.length > 0)
      failures.push({ id: testCase.patientId, text: `${testCase.name}: ${[...wrong, ...errors].join('; ')}` })
  }
  return { name, total: pack.cases.length, failures, observed, agreed }
}
