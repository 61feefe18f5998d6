import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { RolePolicy } from '#engine/elm/fhir/roles.ts'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { contentResources } from '#engine/measures/content-resources.ts'
import { dataRequirements } from '#engine/measures/data-requirements.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/measure-content.ts'
import type { MeasureDefinition } from '#engine/measures/measure-definition.ts'
import { MeasureEvaluator, type EvaluationProblem, type PatientResult } from '#engine/measures/measure-evaluator.ts'
import { MeasureScore } from '#engine/measures/measure-score.ts'
import { MeasureTrace } from '#engine/measures/measure-trace.ts'
import type { MeasurementPeriod } from '#engine/measures/measurement-period.ts'
import { PatientGroups } from '#engine/measures/patient-groups.ts'
import { PatientResources } from '#engine/measures/patient-resources.ts'
import { plainBytes } from '#engine/ndjson/gunzip.ts'
import { readResources } from '#engine/ndjson/read-resources.ts'
import { AppError } from '#shared/app-error.ts'
import { systemRandom } from '../../host/system.ts'
import { createImportCatalog } from '../../imports/import-catalog.ts'
import type { Command, CommandIo, ExitCode } from '../command.ts'

const help = `Usage: populus measure <content> --data <path> [options]

Evaluates the quality measures of a bundle or pack (FHIR Measure, Library with ELM, ValueSet) over FHIR data.

  --data <path>        folder, file or archive with the patients' records; may be given more than once
  --period <period>    a year (2025), or two days: 2025-01-01..2025-12-31 (default: the last full year)
  --patients           print one line per patient with the populations they are in
  --trace <patient>    print how each define and clause came out for one patient
  --derive-roles       tell done from not done, and kinds of records, by the data alone, whatever profiles they claim
  --json               print JSON

Exit codes: 0 everything evaluated, 1 with errors for some patients, 2 nothing could be evaluated or wrong usage.

Example: populus measure CMS122-bundle.json --data exports/2026-10 --period 2025 --json
`

interface Options {
  readonly data: readonly string[]
  readonly period: MeasurementPeriod
  readonly patients: boolean
  readonly trace: string | undefined
  readonly policy: RolePolicy
  readonly json: boolean
}

/** `populus measure`: evaluates measures over a population. */
export const measureCommand: Command = {
  name: 'measure',
  summary: 'Evaluate quality measures (CQL/ELM) over FHIR data',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string', multiple: true, default: [] },
        period: { type: 'string' },
        patients: { type: 'boolean', default: false },
        trace: { type: 'string' },
        'derive-roles': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false }
      }
    })
    if (positionals.length === 0) throw new AppError('invalid-input', 'Name a measure bundle or pack.')
    if (values.data.length === 0) throw new AppError('invalid-input', 'Name the data with --data.')
    return evaluate(positionals, io, {
      data: values.data,
      period: readPeriod(values.period),
      patients: values.patients,
      trace: values.trace,
      policy: values['derive-roles'] ? 'derive' : 'trust-profiles',
      json: values.json
    })
  }
}

/** A year, two days, or the last full year. */
function readPeriod(text: string | undefined): MeasurementPeriod {
  const year = text === undefined ? String(new Date().getUTCFullYear() - 1) : text
  if (/^\d{4}$/.test(year)) return { start: `${year}-01-01`, end: `${year}-12-31` }
  const days = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(year)
  if (days === null) throw new AppError('invalid-input', 'Write the period as 2025 or 2025-01-01..2025-12-31.')
  return { start: days[1]!, end: days[2]! }
}

/** Opens every file under some paths, one after the other. */
async function eachFile(
  paths: readonly string[],
  visit: (open: () => Promise<ReadableStream<Uint8Array>>) => Promise<void>
) {
  const catalog = createImportCatalog({ random: systemRandom })
  const { importId, files } = await catalog.open(paths.map((path) => resolve(path)))
  for (const file of files.keys()) await visit(() => catalog.read(importId, file))
  await catalog.close(importId)
}

async function readContent(paths: readonly string[]): Promise<MeasureContent> {
  const resources: FhirObject[] = []
  await eachFile(paths, async (open) => {
    const decoder = new TextDecoder()
    let json = ''
    for await (const chunk of plainBytes(open).chunks) json += decoder.decode(chunk, { stream: true })
    resources.push(...contentResources(parsed(json + decoder.decode())))
  })
  return readMeasureContent(resources)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new AppError('unreadable-file', 'The measure content is no JSON.', { cause })
  }
}

/** Reads the records that the measures need, by patient; lines that are no JSON are counted. */
async function readPatients(
  paths: readonly string[],
  types: Iterable<string>
): Promise<{ groups: PatientGroups; unreadable: number }> {
  const groups = new PatientGroups(types)
  const decoder = new TextDecoder()
  let unreadable = 0
  const piece = (bytes: Uint8Array): void => {
    const text = decoder.decode(bytes)
    if (text.trim() === '') return
    try {
      groups.add(JSON.parse(text) as FhirObject)
    } catch {
      unreadable++
    }
  }
  await eachFile(paths, async (open) => {
    await readResources(open, { piece, fault: () => unreadable++ })
  })
  return { groups, unreadable }
}

async function evaluate(content: readonly string[], io: CommandIo, options: Options): Promise<ExitCode> {
  const started = performance.now()
  const loaded = await readContent(content)
  for (const problem of loaded.problems) io.err(`${problem}\n`)
  const types = new Set(
    loaded.measures.flatMap((measure) => dataRequirements(measure, loaded.libraries).map((one) => one.type))
  )
  const { groups, unreadable } = await readPatients(options.data, types)
  if (unreadable > 0) io.err(`${unreadable} lines or entries of the data are unreadable and were left out.\n`)
  let code: ExitCode = 0
  for (const measure of loaded.measures) {
    const problems = evaluateMeasure(measure, loaded, groups, options, io, started)
    if (problems > 0 || unreadable > 0) code = 1
  }
  return code
}

function evaluateMeasure(
  measure: MeasureDefinition,
  content: MeasureContent,
  groups: PatientGroups,
  options: Options,
  io: CommandIo,
  started: number
): number {
  const evaluator = new MeasureEvaluator(measure, content, { instrumented: options.trace !== undefined })
  const score = new MeasureScore(measure)
  const problems: EvaluationProblem[] = []
  for (const { id, resources } of groups.patients()) {
    const trace = id === options.trace ? new MeasureTrace() : undefined
    const data = new PatientResources(resources, options.policy, evaluator.program.fhir)
    const result = evaluator.evaluate(id, data, options.period, trace)
    score.add(result)
    problems.push(...result.problems)
    if (options.patients) printPatient(result, options, io)
    if (trace !== undefined) printTrace(trace, options, io)
  }
  const notices = [
    ...evaluator.program.versionNotices,
    ...[...evaluator.program.missingValueSets].map((url) => `Value set ${url} is not among the content.`)
  ]
  for (const notice of notices) io.err(`${notice}\n`)
  const seconds = Number(((performance.now() - started) / 1000).toFixed(3))
  printSummary(measure, score, problems, seconds, options, io)
  return problems.length
}

function printPatient({ patient, groups }: PatientResult, options: Options, io: CommandIo): void {
  if (options.json) {
    const rows = groups.map(({ id, populations }) => ({
      id,
      populations: Object.fromEntries(populations.map(({ code, count }) => [code, count]))
    }))
    io.out(`${JSON.stringify({ patient, groups: rows })}\n`)
    return
  }
  const members = groups.flatMap(({ id, populations }) =>
    populations.filter(({ count }) => count > 0).map(({ code, count }) => `${id}.${code}=${count}`)
  )
  io.out(`${patient}  ${members.join(' ')}\n`)
}

function printTrace(trace: MeasureTrace, options: Options, io: CommandIo): void {
  const defines = trace.outline()
  if (options.json) {
    io.out(`${JSON.stringify({ trace: defines })}\n`)
    return
  }
  for (const { library, name, outcome, rows, clauses } of defines) {
    io.out(`${library}."${name}": ${outcome}${rows.length > 0 ? ` (${rows.join(', ')})` : ''}\n`)
    for (const clause of clauses) {
      if (clause.rows.length > 0) io.out(`    ${clause.node} #${clause.localId}: ${clause.rows.join(', ')}\n`)
    }
  }
}

function printSummary(
  measure: MeasureDefinition,
  score: MeasureScore,
  problems: readonly EvaluationProblem[],
  seconds: number,
  { period, json }: Options,
  io: CommandIo
): void {
  const summary = score.groups()
  if (json) {
    const groups = summary.map(({ id, populations, score: value, strata }) => ({
      id,
      populations,
      score: value ?? null,
      ...(Object.keys(strata).length > 0 ? { strata } : {})
    }))
    const { url, version } = measure
    const result = { measure: url, version, period, groups, patients: score.patients, errors: problems, seconds }
    io.out(`${JSON.stringify(result)}\n`)
    return
  }
  io.out(`${measure.title} ${measure.version ?? ''}, ${period.start} to ${period.end}, ${score.patients} patients\n`)
  for (const { id, populations, score: value } of summary) {
    const counts = Object.entries(populations).map(([code, count]) => `${code} ${count}`)
    io.out(`  ${id}: ${counts.join(', ')}${value === undefined ? '' : `; score ${value.toFixed(4)}`}\n`)
  }
  for (const one of problems) {
    io.out(
      `  error: patient ${one.patient}, "${one.expression}"${one.resource === undefined ? '' : `, ${one.resource}`}: ${one.message}\n`
    )
  }
  io.out(`  ${seconds} s\n`)
}
