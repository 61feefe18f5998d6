import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { ElmError } from './elm-error.ts'

/** What the evaluation of one measure for one person may take at most. */
export interface EvaluationLimits {
  /** Elements, rows and calls that the logic goes through. */
  readonly steps: number
  /** Elements of lists that the logic makes, all together; an element that is a tuple counts for several. */
  readonly elements: number
  /** Milliseconds of wall time. */
  readonly millis: number
}

/** Limits far beyond what published measures need: these go through some thousands of steps for a person. */
export const defaultLimits: EvaluationLimits = { steps: 50_000_000, elements: 4_000_000, millis: 20_000 }

/** Elements of one list at most. */
const maxListLength = 1_000_000
/** Characters of one text at most that the logic makes. */
export const maxTextLength = 10_000_000

/** List elements that a tuple weighs as much as. */
export const tupleElements = 8

/** Steps between two looks at the clock. */
const stepsPerLook = 100_000

/** An evaluation that was stopped because it took too much. What it had not evaluated yet is not known to be wrong. */
export class BudgetError extends ElmError {
  constructor(message: string, position?: ConstructorParameters<typeof ElmError>[2]) {
    super('invalid-input', message, position)
    this.name = 'BudgetError'
  }
}

// The evaluation that is under way in this thread. Operators deep in the engine spend without being handed anything.
let limits = defaultLimits
let clock: () => number = () => performance.now()
let startedAt = 0
/** Steps until the clock is looked at again. */
let untilLook = stepsPerLook
/** Steps that are left after those. */
let left = Number.MAX_SAFE_INTEGER
let elements = 0

/** Begins the budget of one measure and person. Until the first call nothing is limited but single lists and texts. */
export function startBudget(allowed: EvaluationLimits, now: () => number = () => performance.now()): void {
  limits = allowed
  clock = now
  startedAt = now()
  elements = 0
  untilLook = Math.min(stepsPerLook, allowed.steps)
  left = allowed.steps - untilLook
}

/** Takes steps from the budget. @throws BudgetError when it is used up */
export function spend(steps: number): void {
  untilLook -= steps
  if (untilLook < 0) look()
}

function look(): void {
  left += untilLook
  untilLook = 0
  if (left < 0) {
    throw new BudgetError(m.theEvaluationWasStoppedAfterSteps(limits.steps.toLocaleString(activeLocale)))
  }
  spendTime()
  untilLook = Math.min(stepsPerLook, left)
  left -= untilLook
}

/** Looks at the clock, after something whose steps nobody counts. @throws BudgetError when the time is used up */
export function spendTime(): void {
  if (clock() - startedAt <= limits.millis) return
  left = untilLook = -1
  throw new BudgetError(m.theEvaluationWasStoppedAfterSeconds(Math.ceil(limits.millis / 1000)))
}

/**
 * Takes elements of a list that is made from the budget, and as many steps.
 * @param length length of the list so far
 * @throws BudgetError when the list is too long, or all lists together
 */
export function spendElements(count: number, length: number): void {
  elements += count
  if (length > maxListLength) {
    throw new BudgetError(m.aListWasStoppedAtElements(maxListLength.toLocaleString(activeLocale)))
  }
  if (elements > limits.elements) {
    throw new BudgetError(m.theEvaluationWasStoppedAfterList(limits.elements.toLocaleString(activeLocale)))
  }
  spend(count)
}

/** Takes the making of a text from the budget. @throws BudgetError when it is too long */
export function spendText(length: number): void {
  if (length > maxTextLength) {
    throw new BudgetError(m.aTextWasStoppedAtCharacters(maxTextLength.toLocaleString(activeLocale)))
  }
  spend(1 + (length >> 4))
}
