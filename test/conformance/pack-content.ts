import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readElmLibrary, type ElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { ParameterValues } from '#engine/measures/evaluate/period-runs.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'

/** Folder of the built-in measures. */
export const packFolder = resolve(import.meta.dirname, '../../resources/measures/core')

/** One invented patient and the populations expected of it, by group and population code. */
export interface PackCase {
  readonly name: string
  readonly patientId: string
  readonly expected: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Numbers that the measure tells of the patient, by id of the supplemental data; not looked at where absent. */
  readonly numbers?: Readonly<Record<string, readonly number[]>>
  /** Ids of the stratifiers that hold for the patient, by group; not looked at where absent. */
  readonly strata?: Readonly<Record<string, readonly string[]>>
  /** Values of the measure's parameters; those that it does not name have their default. */
  readonly options?: ParameterValues
  readonly resources: readonly FhirObject[]
}

/** One built-in measure as it lies in its folder. */
export interface PackMeasure {
  readonly id: string
  readonly measure: FhirObject
  /** ELM of the measure's own library. */
  readonly elm: unknown
  readonly period: MeasurementPeriod
  readonly cases: readonly PackCase[]
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown

function elmFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.elm.json'))
    .sort()
    .map((name) => join(folder, name))
}

/** Makes something when it is first asked for: many files of tests share a process, and the pack has 25 MB. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** ELM of the libraries that all measures share; read once. */
export const sharedElm = once((): readonly unknown[] => elmFiles(join(packFolder, 'shared')).map(json))

/** The pack's value sets; read once. */
export const packValueSets = once((): readonly FhirObject[] => {
  const folder = join(packFolder, 'value-sets')
  return readdirSync(folder)
    .sort()
    .map((name) => json(join(folder, name)) as FhirObject)
})

/** Every measure of the pack, by name; read once. */
export const packMeasures = once((): readonly PackMeasure[] =>
  readdirSync(packFolder)
    .sort()
    .filter((id) => existsSync(join(packFolder, id, 'measure.json')))
    .map((id) => {
      const folder = join(packFolder, id)
      const { period, cases } = json(join(folder, 'cases.json')) as Pick<PackMeasure, 'period' | 'cases'>
      return {
        id,
        measure: json(join(folder, 'measure.json')) as FhirObject,
        elm: json(elmFiles(folder)[0]!),
        period,
        cases
      }
    })
)

const read = new WeakMap<object, ElmLibrary>()

/** A shared library, which many contents have. */
function readShared(elm: unknown): ElmLibrary {
  const library = read.get(elm as object) ?? readElmLibrary(elm)
  read.set(elm as object, library)
  return library
}

/** Content of one measure with its own library's ELM, or with another in its place. */
export function contentOf(
  measure: PackMeasure,
  shared: readonly unknown[],
  valueSets: MeasureContent['valueSets'],
  elm: unknown = measure.elm
): MeasureContent {
  const { measures } = readMeasureContent([measure.measure])
  return { measures, libraries: [readElmLibrary(elm), ...shared.map(readShared)], valueSets, problems: [] }
}

/** What differs from the expected populations, or went wrong, by case. */
export function failures(measure: PackMeasure, content: MeasureContent): readonly string[] {
  const check = checkOf(measure, content)
  return measure.cases.flatMap(check)
}

/** The case of a measure that noticed the change before: the next one is often in the same place. */
const noticing = new WeakMap<PackMeasure, PackCase>()

/** Whether a case of a measure notices that its content was changed. */
export function isNoticed(measure: PackMeasure, content: MeasureContent): boolean {
  const check = checkOf(measure, content)
  const notices = (each: PackCase): boolean => check(each).length > 0
  const first = noticing.get(measure)
  if (first !== undefined && notices(first)) return true
  const found = measure.cases.find((each) => each !== first && notices(each))
  if (found !== undefined) noticing.set(measure, found)
  return found !== undefined
}

/** Makes a function that says what is wrong with one case. */
function checkOf(measure: PackMeasure, content: MeasureContent): (each: PackCase) => readonly string[] {
  const byDefault = new MeasureEvaluator(content.measures[0]!, content)
  return ({ name, patientId, resources, expected, numbers: told, strata, options }) => {
    const evaluator =
      options === undefined
        ? byDefault
        : new MeasureEvaluator(content.measures[0]!, content, { options, program: byDefault.program })
    const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
    const { groups, problems, numbers } = evaluator.evaluate(patientId, data, measure.period)
    const actual = Object.fromEntries(
      groups.map(({ id, populations }) => [id, Object.fromEntries(populations.map(({ code, count }) => [code, count]))])
    )
    const errors = problems.map(({ expression, message }) => `${measure.id}, "${name}": "${expression}": ${message}`)
    if (errors.length > 0) return errors
    const same = JSON.stringify(actual) === JSON.stringify(expected)
    if (same && told !== undefined && JSON.stringify(told) !== JSON.stringify(numbers ?? {}))
      return [`${measure.id}, "${name}": expected ${JSON.stringify(told)}, got ${JSON.stringify(numbers)}`]
    const divided = Object.fromEntries(groups.map((group) => [group.id, group.strata.map(({ id }) => id)]))
    if (same && strata !== undefined && JSON.stringify(strata) !== JSON.stringify(divided))
      return [`${measure.id}, "${name}": expected strata ${JSON.stringify(strata)}, got ${JSON.stringify(divided)}`]
    return same ? [] : [`${measure.id}, "${name}": expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`]
  }
}
