import type { EvaluationProblem, PatientResult } from '#engine/measures/measure-evaluator.ts'
import type { MeasureDefinition } from '#engine/measures/measure-definition.ts'
import type { MeasureScore } from '#engine/measures/measure-score.ts'
import type { MeasureTrace } from '#engine/measures/measure-trace.ts'
import type { MissingEvidence } from '#engine/measures/missing-evidence.ts'
import type { MeasurementPeriod } from '#engine/measures/measurement-period.ts'
import type { CommandIo } from '../command.ts'

/** How results are written. */
interface Style {
  readonly period: MeasurementPeriod
  readonly json: boolean
}

/** One line per patient: the populations they are in. */
export function printPatient(
  { patient, groups }: PatientResult,
  measure: MeasureDefinition,
  options: Style,
  io: CommandIo
): void {
  if (options.json) {
    const rows = groups.map(({ id, populations }) => ({
      id,
      populations: Object.fromEntries(populations.map(({ code, count }) => [code, count]))
    }))
    io.out(`${JSON.stringify({ patient, measure: measure.url, groups: rows })}\n`)
    return
  }
  const members = groups.flatMap(({ id, populations }) =>
    populations.filter(({ count }) => count > 0).map(({ code, count }) => `${id}.${code}=${count}`)
  )
  io.out(`${patient}  ${members.join(' ')}\n`)
}

/** How each define and clause came out for a patient. */
export function printTrace(trace: MeasureTrace, options: Style, io: CommandIo): void {
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

/** What a patient lacks for the numerator of a group. */
export function printMissing(group: string, missing: readonly MissingEvidence[], { json }: Style, io: CommandIo): void {
  if (json) {
    io.out(`${JSON.stringify({ group, missing })}\n`)
    return
  }
  for (const { type, codes, define, present } of missing) {
    const what = type === undefined ? 'a condition' : codes.length === 0 ? type : `${type}: ${codes.join(' or ')}`
    const rows = present.length === 0 ? '' : `; present, but not enough: ${present.join(', ')}`
    io.out(`${group} lacks for its numerator ${what} ("${define}")${rows}\n`)
  }
}

/** The result of a measure over the population. */
export function printSummary(
  measure: MeasureDefinition,
  score: MeasureScore,
  problems: readonly EvaluationProblem[],
  seconds: number,
  { period, json }: Style,
  io: CommandIo
): void {
  const summary = score.groups()
  if (json) {
    const groups = summary.map(({ id, populations, score: value, strata }) => ({
      id,
      populations,
      score: value ?? null,
      ...(strata.length > 0 ? { strata: strata.map((one) => ({ ...one, score: one.score ?? null })) } : {})
    }))
    const { url, version } = measure
    const result = { measure: url, version, period, groups, patients: score.patients, errors: problems, seconds }
    const supplemental = score.supplemental()
    const more = Object.keys(supplemental).length > 0 ? { supplemental } : {}
    io.out(`${JSON.stringify({ ...result, ...more })}\n`)
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
