import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { parseArgs } from 'node:util'
import type { RolePolicy } from '#engine/cql/elm/fhir/roles.ts'
import { eligibilityRules, type Eligibility } from '#engine/measures/definition/eligibility.ts'
import type { EvidenceSource } from '#engine/measures/records/evidence-source.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { AppError } from '#shared/app-error.ts'
import type { PolicyPort } from '../../ports/host.ts'
import type { CodeOptions } from './added-codes.ts'
import { memoryOptions } from '../shards/memory-budget.ts'
import { timeoutOf } from '../terminal/supervised-command.ts'
import { smallCellOptions, smallCellsOf, type SmallCellChoice } from '../terminal/small-cells.ts'
import { passphraseOptions, passphraseSourceOf, type PassphraseSource } from '../terminal/passphrase.ts'

/** What `populus measure` is asked for. */
export interface MeasureOptions extends CodeOptions {
  readonly content: readonly string[]
  readonly data: readonly string[]
  readonly period: MeasurementPeriod
  readonly patients: boolean
  readonly supplemental: boolean
  /** Id of a patient. */
  readonly trace: string | undefined
  readonly policy: RolePolicy
  /** Source whose records alone count; undefined for those of all. */
  readonly evidence?: EvidenceSource | undefined
  /** IANA name, or `UTC`. */
  readonly zone: string
  /** File descriptor with the passphrase of kept data. */
  readonly passphrase: PassphraseSource
  /** Threads; undefined for as many as the computer has cores. */
  readonly threads: number | undefined
  /** Memory to use, as it is written; half of the computer's when absent. */
  readonly memory?: string | undefined
  /** Seconds that everything may take. */
  readonly timeout?: number | undefined
  /** How small counts are treated in summaries. */
  readonly smallCells: SmallCellChoice
  readonly json: boolean
}

/** Reads the words after `measure`. @throws AppError `invalid-input` */
export function readMeasureOptions(args: readonly string[], policies: Pick<PolicyPort, 'current'>): MeasureOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string', multiple: true, default: [] },
      codes: { type: 'string', multiple: true, default: [] },
      list: { type: 'string', multiple: true, default: [] },
      period: { type: 'string' },
      'as-of': { type: 'string' },
      visit: { type: 'string' },
      enrollment: { type: 'string' },
      patients: { type: 'boolean', default: false },
      supplemental: { type: 'boolean', default: false },
      trace: { type: 'string' },
      'time-zone': { type: 'string', default: 'UTC' },
      evidence: { type: 'string' },
      'derive-roles': { type: 'boolean', default: false },
      cores: { type: 'string' },
      threads: { type: 'string' },
      timeout: { type: 'string' },
      ...memoryOptions,
      ...passphraseOptions,
      ...smallCellOptions,
      json: { type: 'boolean', default: false }
    }
  })
  if (positionals.length === 0) throw new AppError('invalid-input', m.nameAMeasureBundleOrPack)
  if (values.data.length === 0) throw new AppError('invalid-input', m.nameTheDataWithData)
  return {
    content: positionals,
    data: values.data,
    codes: values.codes,
    lists: values.list,
    period: withEligibility(withAsOf(readPeriod(values.period), values['as-of']), values),
    patients: values.patients,
    supplemental: values.supplemental,
    trace: values.trace,
    policy: values['derive-roles'] ? 'derive' : 'trust-profiles',
    evidence: readEvidence(values.evidence),
    zone: values['time-zone'],
    passphrase: passphraseSourceOf(values),
    threads: readThreads(values.cores ?? values.threads),
    memory: values.memory,
    timeout: timeoutOf(values.timeout),
    smallCells: smallCellsOf(values, false, policies),
    json: values.json
  }
}

function readThreads(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d?$/.test(text)) throw new AppError('invalid-input', m.coresTakesAWholeNumberFrom)
  return Number(text)
}

function readEvidence(text: string | undefined): EvidenceSource | undefined {
  if (text === undefined || text === 'both') return undefined
  if (text === 'chart' || text === 'claims') return text
  throw new AppError('invalid-input', m.evidenceTakesChartClaimsOrBoth)
}

/** @param asOf records of later days are left out */
function withAsOf(period: MeasurementPeriod, asOf: string | undefined): MeasurementPeriod {
  if (asOf === undefined) return period
  if (!/^\d{4}-\d\d-\d\d$/.test(asOf) || Number.isNaN(Date.parse(asOf)))
    throw new AppError('invalid-input', m.writeTheAsOfDayAs)
  return { ...period, asOf }
}

/** @throws AppError `invalid-input` for anything but yes and no */
function withEligibility(
  period: MeasurementPeriod,
  given: Readonly<Partial<Record<keyof Eligibility, string | undefined>>>
): MeasurementPeriod {
  const rules = eligibilityRules.flatMap(({ id }) => {
    const text = given[id]
    if (text === undefined) return []
    if (text !== 'yes' && text !== 'no') throw new AppError('invalid-input', m.takesYesOrNo(id))
    return [[id, text === 'yes'] as const]
  })
  return rules.length === 0 ? period : { ...period, eligibility: Object.fromEntries(rules) }
}

/** A year, two days, or without a text the last full year. @throws AppError `invalid-input` */
export function readPeriod(text: string | undefined): MeasurementPeriod {
  const year = text === undefined ? String(new Date().getUTCFullYear() - 1) : text
  if (/^\d{4}$/.test(year)) return { start: `${year}-01-01`, end: `${year}-12-31` }
  const days = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(year)
  if (days === null) throw new AppError('invalid-input', m.writeThePeriodAs2025Or)
  return { start: days[1]!, end: days[2]! }
}
