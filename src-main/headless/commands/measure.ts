import { parseArgs } from 'node:util'
import { FhirValues } from '#engine/elm/fhir/fhir-values.ts'
import type { RolePolicy } from '#engine/elm/fhir/roles.ts'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { ianaZone } from '#engine/elm/values/iana-zone.ts'
import { fixedOffset, type ZoneOffset } from '#engine/elm/values/temporal-text.ts'
import type { MeasureContent } from '#engine/measures/measure-content.ts'
import type { MeasureDefinition } from '#engine/measures/measure-definition.ts'
import { MeasureEvaluator, type EvaluationProblem } from '#engine/measures/measure-evaluator.ts'
import { MeasureScore } from '#engine/measures/measure-score.ts'
import { MeasureTrace } from '#engine/measures/measure-trace.ts'
import type { MeasurementPeriod } from '#engine/measures/measurement-period.ts'
import { missingEvidence } from '#engine/measures/missing-evidence.ts'
import { PatientResources } from '#engine/measures/patient-resources.ts'
import { AppError } from '#shared/app-error.ts'
import type { Command, CommandIo, ExitCode } from '../command.ts'
import { openRecords } from '../measure/population-records.ts'
import { printMissing, printPatient, printSummary, printTrace } from '../measure/print-results.ts'
import { readContent } from '../measure/read-content.ts'

const help = `Usage: populus measure <content> --data <path> [options]

Evaluates the quality measures of a bundle or pack (FHIR Measure, Library with ELM, ValueSet) over FHIR data.

  --data <path>        folder, file or archive with the patients' records; may be given more than once
  --period <period>    a year (2025), or two days: 2025-01-01..2025-12-31 (default: the last full year)
  --patients           print one line per patient with the populations they are in
  --supplemental       count the values of the measures' supplemental data: payer, race, sex …
  --trace <patient>    print how each define and clause came out for one patient
  --time-zone <name>   zone of dates that name none, and of days and years: America/New_York … (default: UTC)
  --derive-roles       tell done from not done, and kinds of records, by the data alone, whatever profiles they claim
  --json               print JSON

Exit codes: 0 everything evaluated, 1 with errors for some patients, 2 nothing could be evaluated or wrong usage.

Example: populus measure CMS122-bundle.json --data exports/2026-10 --period 2025 --json
`

interface Options {
  readonly data: readonly string[]
  readonly period: MeasurementPeriod
  readonly patients: boolean
  readonly supplemental: boolean
  readonly trace: string | undefined
  readonly policy: RolePolicy
  readonly zone: ZoneOffset
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
        supplemental: { type: 'boolean', default: false },
        trace: { type: 'string' },
        'time-zone': { type: 'string' },
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
      supplemental: values.supplemental,
      trace: values.trace,
      policy: values['derive-roles'] ? 'derive' : 'trust-profiles',
      zone: values['time-zone'] === undefined ? fixedOffset(0) : ianaZone(values['time-zone']),
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

/** One measure on its way through the population. */
interface Running {
  readonly measure: MeasureDefinition
  readonly evaluator: MeasureEvaluator
  readonly score: MeasureScore
  readonly problems: EvaluationProblem[]
  /** Time spent on this measure alone, milliseconds. */
  spent: number
}

async function evaluate(content: readonly string[], io: CommandIo, options: Options): Promise<ExitCode> {
  const started = performance.now()
  const loaded = await readContent(content)
  for (const problem of loaded.problems) io.err(`${problem}\n`)
  const { zone } = options
  const fhir = new FhirValues(zone)
  const running = loaded.measures.map((measure): Running => ({
    measure,
    evaluator: new MeasureEvaluator(measure, loaded, { zone, fhir, supplemental: options.supplemental }),
    score: new MeasureScore(measure),
    problems: [],
    spent: 0
  }))
  const records = await openRecords(options.data, loaded, io, options.supplemental)
  const { unreadable } = records
  if (unreadable > 0) io.err(`${unreadable} lines or entries of the data are unreadable and were left out.\n`)
  for await (const { id, resources } of records.patients()) {
    const data = new PatientResources(resources, options.policy, fhir)
    for (const one of running) evaluatePatient(one, id, data, options, io)
    if (id === options.trace) tracePatient(id, resources, loaded, options, io)
  }
  const reading = performance.now() - started - running.reduce((sum, { spent }) => sum + spent, 0)
  for (const { measure, evaluator, score, problems, spent } of running) {
    const notices = [
      ...evaluator.program.versionNotices,
      ...[...evaluator.program.missingValueSets].map((url) => `Value set ${url} is not among the content.`)
    ]
    for (const notice of notices) io.err(`${notice}\n`)
    const seconds = Number(((spent + reading / running.length) / 1000).toFixed(3))
    printSummary(measure, score, problems, seconds, options, io)
  }
  return unreadable > 0 || running.some(({ problems }) => problems.length > 0) ? 1 : 0
}

function evaluatePatient(one: Running, id: string, data: PatientResources, options: Options, io: CommandIo): void {
  const started = performance.now()
  const result = one.evaluator.evaluate(id, data, options.period)
  one.score.add(result)
  one.problems.push(...result.problems)
  one.spent += performance.now() - started
  if (options.patients) printPatient(result, one.measure, options, io)
}

/** Evaluates one patient again with all clauses reported. */
function tracePatient(
  id: string,
  resources: readonly FhirObject[],
  content: MeasureContent,
  options: Options,
  io: CommandIo
): void {
  for (const measure of content.measures) {
    const evaluator = new MeasureEvaluator(measure, content, { zone: options.zone, instrumented: true })
    const data = new PatientResources(resources, options.policy, evaluator.program.fhir)
    const trace = new MeasureTrace()
    const { groups } = evaluator.evaluate(id, data, options.period, trace)
    printTrace(trace, options, io)
    const library = evaluator.program.library(measure.library)
    groups.forEach((group, index) => {
      const missing = group.populations.find(({ code, count }) => code === 'numerator' && count === 0)
      const population = measure.groups[index]!.populations.find((one) => one.id === missing?.id)
      if (population === undefined) return
      printMissing(group.id, missingEvidence(library, population.expression, content.libraries, trace), options, io)
    })
  }
}
