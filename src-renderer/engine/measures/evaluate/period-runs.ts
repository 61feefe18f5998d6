import { eligibilityParameters } from '../definition/eligibility.ts'
import { periodKey } from '../definition/period-key.ts'
import type { PatientData } from '../../cql/elm/runtime/patient-data.ts'
import type { Program } from '../../cql/elm/program.ts'
import type { Run } from '../../cql/elm/runtime/run.ts'
import type { TraceSink } from '../../cql/elm/runtime/trace-sink.ts'
import type { DateTime } from '../../cql/elm/values/temporal.ts'
import type { Value } from '../../cql/elm/values/value.ts'
import { periodInterval, type MeasurementPeriod } from '../definition/measurement-period.ts'

/** Names of the parameter that is the period: the one that all measures use, and how some write it. */
const periodNames = ['Measurement Period', 'MeasurementPeriod'] as const

/** Values of Boolean parameters of measures, by name. */
export type ParameterValues = Readonly<Record<string, boolean>>

interface Setting {
  readonly parameters: ReadonlyMap<string, Value>
  readonly end: DateTime
}

/** Begins evaluations of a program; what depends on a period alone is computed once for all patients. */
export class PeriodRuns {
  readonly #program: Program
  readonly #settings = new Map<string, Setting>()
  readonly #options: ParameterValues

  /** @param options values of parameters besides the period; those that it does not name have their default */
  constructor(program: Program, options: ParameterValues = {}) {
    this.#program = program
    this.#options = options
  }

  /** An evaluation over one patient's data, for the measures of the program. The one before it is over. */
  begin(data: PatientData, period: MeasurementPeriod, trace?: TraceSink): Run {
    const { parameters, end } = this.#setting(period)
    return this.#program.run(data, parameters, end, trace)
  }

  #setting(period: MeasurementPeriod): Setting {
    const key = periodKey(period)
    let setting = this.#settings.get(key)
    if (setting === undefined) {
      const interval = periodInterval(period, this.#program.zone)
      const parameters = new Map<string, Value>([
        ...periodNames.map((name): [string, Value] => [name, interval]),
        ...Object.entries(this.#options),
        ...eligibilityParameters(period.eligibility)
      ])
      setting = { parameters, end: interval.high as DateTime }
      this.#settings.set(key, setting)
    }
    return setting
  }
}
