import { defaultLimits, startBudget, type EvaluationLimits } from '../library/budget.ts'
import type { Memory } from './memory.ts'
import type { PatientData } from './patient-data.ts'
import type { TraceSink } from './trace-sink.ts'
import type { DateTime } from '../values/temporal.ts'
import type { Value } from '../values/value.ts'

/** A message that the logic sent with CQL's `Message`. */
export interface LogicMessage {
  readonly code: string
  readonly severity: string
  readonly message: string
}

/** What evaluations over all patients of a period have in common. */
export interface RunSetting {
  readonly parameters: ReadonlyMap<string, Value>
  readonly now: DateTime
  readonly shared: (Value | undefined)[]
  /** What each measure may take for a patient. */
  readonly limits?: EvaluationLimits
}

/** One evaluation over one patient's data: the memory that compiled closures work in. */
export class Run {
  /** Values of the aliases, lets and operands of the define or function that is being evaluated. */
  frame: Value[] = []
  /** Calls in progress, to stop endless recursion. */
  depth = 0
  /** Values of defines, retrieves and expressions that are kept, by cell. */
  readonly memory: Memory
  /** Values of expressions that are the same for all patients of a period, by cell; undefined before. */
  readonly shared: (Value | undefined)[]
  readonly data: PatientData
  readonly parameters: ReadonlyMap<string, Value>
  /** The moment that `Now()` and `Today()` give throughout the run. */
  readonly now: DateTime
  readonly messages: LogicMessage[] = []
  readonly trace: TraceSink | undefined
  readonly limits: EvaluationLimits

  /** @param memory the program's; the evaluation that had it before is over */
  constructor(data: PatientData, setting: RunSetting, memory: Memory, trace?: TraceSink) {
    memory.next()
    this.memory = memory
    this.data = data
    this.parameters = setting.parameters
    this.now = setting.now
    this.shared = setting.shared
    this.limits = setting.limits ?? defaultLimits
    this.trace = trace
    startBudget(this.limits)
  }

  /** Begins the evaluation of another measure on the same data; values that are kept stay. */
  begin(): void {
    this.frame = []
    this.depth = 0
    startBudget(this.limits)
  }
}

/** A compiled expression. */
export type Evaluate = (run: Run) => Value
