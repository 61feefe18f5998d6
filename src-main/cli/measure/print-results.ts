import { orList } from '#shared/messages/list-text.ts'
import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { hasBit } from '#engine/base/kernels/bitset.ts'
import { eligibilityText } from '#engine/measures/definition/eligibility.ts'
import type { MeasureDefinition } from '#engine/measures/definition/measure-definition.ts'
import { suppressValues } from '#engine/base/privacy/suppress-populations.ts'
import { scorePopulationKeys, scoreRun } from '#engine/measures/run/measure-score.ts'
import type { PinnedDefinition } from '#shared/governance/definition.ts'
import { smallCellNote } from '#shared/small-cell-rule.ts'
import type { EvidenceSource } from '#engine/measures/records/evidence-source.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { MissingEvidence } from '#engine/measures/evaluate/missing-evidence.ts'
import type { MeasureRun, PopulationMembers } from '#engine/measures/run/measure-run.ts'
import { shownId, shownRecord, type ShownIdentity } from '../data/identifying-choice.ts'
import type { CommandIo } from '../terminal/command.ts'
import { shownGroups, type ResultReasons } from './shown-results.ts'

/** How results are written. */
interface Style {
  readonly period: MeasurementPeriod
  /** Source whose records alone counted. */
  readonly evidence?: EvidenceSource | undefined
  readonly smallCells: { readonly limit: number }
  readonly identifying: ShownIdentity
  readonly json: boolean
}

/** How often each patient is in a population; of observations how many they have. */
function countsOf(
  { code, members, counts, observations }: PopulationMembers,
  patients: number
): (ordinal: number) => number {
  if (code !== 'measure-observation') {
    return (ordinal) => (counts === undefined ? Number(hasBit(members, ordinal)) : counts[ordinal]!)
  }
  const observed = new Uint32Array(patients)
  for (const patient of observations?.patient ?? []) observed[patient]!++
  return (ordinal) => observed[ordinal]!
}

/** Makes a function that prints one line for a patient and a measure: the populations of the measure that they are in. */
export function patientPrinter(
  run: MeasureRun,
  patients: number,
  { json }: Style,
  io: CommandIo
): (patient: string, ordinal: number) => void {
  const rates = run.groups.map(({ id, populations }) => {
    const keys = scorePopulationKeys(populations)
    return {
      id,
      populations: populations.map((item, index) => ({ key: keys[index]!, countOf: countsOf(item, patients) }))
    }
  })
  // Lines of several measures stand among each other.
  const name = run.key.measure.split('/').at(-1)
  return (patient, ordinal) => {
    const groups = rates.map(({ id, populations }) => ({
      id,
      populations: Object.fromEntries(populations.map(({ key, countOf }) => [key, countOf(ordinal)]))
    }))
    if (json) {
      io.out(`${JSON.stringify({ patient, measure: run.key.measure, groups })}\n`)
      return
    }
    const members = groups.flatMap(({ id, populations }) =>
      Object.entries(populations).flatMap(([key, count]) => (count > 0 ? [`${id}.${key}=${count}`] : []))
    )
    io.out(`${patient}  ${name}  ${members.join(' ')}\n`)
  }
}

/** How each define and clause came out for a patient, and what the patient lacks for numerators. */
export function printTrace({ defines: traced, evidence }: PatientTrace, options: Style, io: CommandIo): void {
  const shown = (rows: readonly string[]): string[] => rows.map((row) => shownRecord(row, options.identifying))
  const defines = traced.map((define) => ({
    ...define,
    rows: shown(define.rows),
    clauses: define.clauses.map((clause) => ({ ...clause, rows: shown(clause.rows) }))
  }))
  if (options.json) io.out(`${JSON.stringify({ trace: defines })}\n`)
  else {
    for (const { library, name, outcome, rows, clauses } of defines) {
      io.out(`${library}."${name}": ${outcome}${rows.length > 0 ? ` (${rows.join(', ')})` : ''}\n`)
      for (const clause of clauses) {
        if (clause.rows.length > 0) io.out(`    ${clause.node} #${clause.localId}: ${clause.rows.join(', ')}\n`)
      }
    }
  }
  for (const { group, missing } of evidence) {
    const present = missing.map((record) => ({ ...record, present: shown(record.present) }))
    printMissing(group, present, options, io)
  }
}

function printMissing(group: string, missing: readonly MissingEvidence[], { json }: Style, io: CommandIo): void {
  if (json) {
    io.out(`${JSON.stringify({ group, missing })}\n`)
    return
  }
  for (const { type, codes, define, present } of missing) {
    const what = type === undefined ? m.aCondition : codes.length === 0 ? type : `${type}: ${orList(codes)}`
    const rows = present.length === 0 ? '' : m.presentButNotEnough(present.join(', '))
    io.out(m.lacksForItsNumerator(group, what, define, rows))
  }
}

/** The version of a definition that a result rests on. */
export interface UsedVersion {
  /** SHA-256 of its content, as the registry of definitions has it. */
  readonly hash: string
  /** `unknown` where the registry has no such version or cannot be read. */
  readonly state: PinnedDefinition['state']
}

/** What a result rests on. */
export interface SummaryBasis extends ResultReasons {
  readonly patients: number
  /** What is missing of the data, in a sentence; `undefined` while they are complete. */
  readonly incomplete: string | undefined
  /** Of the measure; for JSON. */
  readonly definition?: UsedVersion | undefined
}

/**
 * The result of a measure over the population.
 * @param seconds wall time of the whole work, divided by the number of measures
 */
export function printSummary(
  measure: MeasureDefinition,
  run: MeasureRun,
  supplemental: ReadonlyMap<string, ReadonlyMap<string, number>>,
  { patients, missing, unapplied, incomplete, definition }: SummaryBasis,
  seconds: number,
  { period, json, evidence, smallCells: { limit }, identifying }: Style,
  io: CommandIo
): void {
  const summary = shownGroups(scoreRun(measure, run), { missing, unapplied }, limit)
  const problems = run.problems.map((problem) => ({
    ...problem,
    patient: shownId(problem.patient, identifying),
    resource: problem.resource === undefined ? undefined : shownRecord(problem.resource, identifying)
  }))
  if (json) {
    const { url, version } = measure
    const basis = incomplete === undefined ? { patients } : { patients, incomplete }
    const source = evidence === undefined ? {} : { evidence }
    const used = definition === undefined ? {} : { definition }
    const result = {
      measure: url,
      version,
      ...used,
      period,
      ...source,
      groups: summary,
      ...basis,
      errors: problems,
      seconds
    }
    const values = Object.fromEntries(
      [...supplemental].map(([id, counts]) => [id, suppressValues(counts, limit, patients)])
    )
    io.out(
      `${JSON.stringify({ ...result, ...(limit > 0 ? { smallCells: smallCellNote(limit) } : {}), ...(supplemental.size > 0 ? { supplemental: values } : {}) })}\n`
    )
    return
  }
  const asOf = period.asOf === undefined ? '' : m.recordsUpTo(period.asOf)
  const source = evidence === undefined ? '' : m.recordsOfTheChartAlone(evidence === 'chart')
  const rules = eligibilityText(period.eligibility)
  const eligibility = rules === undefined ? '' : `, ${rules}`
  io.out(
    m.toPatients(measure.title, measure.version ?? '', period.start, period.end, asOf, source, eligibility, patients)
  )
  for (const { id, populations, score: value } of summary) {
    const counts = Object.entries(populations).map(([code, count]) => `${code} ${count}`)
    const score = missing[id] === undefined ? value?.toFixed(4) : m.cannotBeComputed(missing[id])
    io.out(`  ${id}: ${counts.join(', ')}${score === undefined ? '' : m.scoreScore(score)}\n`)
    if (unapplied[id] !== undefined) io.out(`  ${id}: ${unapplied[id]}\n`)
  }
  for (const item of problems) {
    io.out(
      m.errorPatient(
        item.patient,
        item.expression,
        item.resource === undefined ? '' : `, ${item.resource}`,
        item.message
      )
    )
  }
  if (incomplete !== undefined) io.out(`  ${incomplete}\n`)
  if (limit > 0) io.out(`  ${smallCellNote(limit)}.\n`)
  io.out(`  ${seconds} s\n`)
}
