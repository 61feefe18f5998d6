import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import type { RolePolicy } from '#engine/cql/elm/fhir/roles.ts'
import { eligibilityRules, type Eligibility } from '#engine/measures/definition/eligibility.ts'
import type { EvidenceSource } from '#engine/measures/records/evidence-source.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { periodOfYear } from '#engine/measures/rates/default-period.ts'
import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import { AppError } from '#shared/app-error.ts'
import type { PolicyPort } from '../../ports/host.ts'
import type { CodeOptions } from './added-codes.ts'
import type { ArgumentsOf } from '../../host/arguments/declaration.ts'
import type { measureDeclaration } from '../declarations/measure.ts'
import { smallCellsOf, type SmallCellChoice } from '../terminal/small-cell-choice.ts'
import { passphraseSourceOf, type PassphraseSource } from '../terminal/passphrase.ts'

/** How measures are evaluated. */
export type EvaluationOptions = Pick<
  MeasureOptions,
  'period' | 'policy' | 'zone' | 'supplemental' | 'evidence' | 'trace' | 'threads' | 'memory'
>

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
  /** Memory to use, in bytes; half of the computer's when absent. */
  readonly memory?: number | undefined
  /** Seconds that everything may take. */
  readonly timeout?: number | undefined
  /** How small counts are treated in summaries. */
  readonly smallCells: SmallCellChoice
  readonly json: boolean
}

/** What the arguments of `populus measure` ask for. @throws AppError `invalid-input` */
export function measureOptions(
  { values, positionals }: ArgumentsOf<typeof measureDeclaration>,
  policies: Pick<PolicyPort, 'current'>
): MeasureOptions {
  if (values.data.length === 0) throw new AppError('invalid-input', m.nameTheDataWithData)
  const { 'as-of': asOf, evidence, period = periodOfYear(new Date().getUTCFullYear() - 1) } = values
  const rules = eligibilityRules.flatMap(({ id }) => (values[id] === undefined ? [] : [[id, values[id] === 'yes']]))
  return {
    content: positionals.content,
    data: values.data,
    codes: values.codes,
    lists: values.list,
    period: {
      ...period,
      ...(asOf === undefined ? {} : { asOf: isoOfDay(asOf) }),
      ...(rules.length === 0 ? {} : { eligibility: Object.fromEntries(rules) as Eligibility })
    },
    patients: values.patients,
    supplemental: values.supplemental,
    trace: values.trace,
    policy: values['derive-roles'] ? 'derive' : 'trust-profiles',
    evidence: evidence === 'both' ? undefined : evidence,
    zone: values['time-zone'],
    passphrase: passphraseSourceOf(values),
    threads: values.cores,
    memory: values.memory,
    timeout: values.timeout,
    smallCells: smallCellsOf(values, false, policies),
    json: values.json
  }
}
