import type { Codes } from '../../base/kernels/codes.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { actionCode } from './claim-actions.ts'
import { claimFacts, type ClaimFacts } from './claim-facts.ts'
import { rowsInForce } from './payer-rows.ts'

/** Explanations of benefit that are no claims for care that was given (FHIR claim-use). */
export const notForCare: readonly string[] = ['preauthorization', 'predetermination']
/** Half a cent: amounts closer than this are equal. */
const CENT = 0.005

/**
 * Index into `claimActions` per row of the explanations of benefit, by the rule that `finalActionRule` tells.
 * @param paid amount paid per row, NaN where it is not known
 */
export function finalActions(store: Store, table: Table, payers: Codes, paid: Float64Array): Uint8Array {
  const actions = new Uint8Array(table.rows).fill(actionCode.final)
  const use = table.column('use', 'dictionary')
  const inForce = rowsInForce(table)
  const facts = claimFacts(store, table, payers, paid)
  const person = table.column('patient_id', 'reference').codes
  const byPerson = new Map<number, number[]>()
  let [current, rows]: [number, number[]] = [-2, []]
  for (let row = 0; row < table.rows; row++) {
    if (inForce[row] === 0) actions[row] = actionCode.inactive
    else if (notForCare.includes(use.values[use.codes[row]!] ?? '')) actions[row] = actionCode.request
    else {
      // Rows of a person in the data stand together; those of others may not.
      if (current !== person[row]) {
        current = person[row]!
        rows = byPerson.get(current) ?? []
        byPerson.set(current, rows)
      }
      rows.push(row)
    }
  }
  for (const rows of byPerson.values()) decide(rows, facts, actions)
  return actions
}

function decide(rows: readonly number[], facts: ClaimFacts, actions: Uint8Array): void {
  const isFinal = (row: number): boolean => actions[row] === actionCode.final
  /** What was paid for care at some time; that it was reversed later brings nothing back that it replaced. */
  const isVersion = (row: number): boolean =>
    (isFinal(row) || actions[row] === actionCode.reversed) && !isReversal(facts, row)
  pairReversals(rows, facts, actions)
  const versions = rows.filter(isVersion)
  for (const row of versions) {
    if (isFinal(row) && facts.namesNext(row) && !outlives(rows, facts, row)) actions[row] = actionCode.replaced
    if (!facts.namesPrior(row)) continue
    for (const other of rows)
      if (
        other !== row &&
        facts.replaces(row, other) &&
        actions[other] !== actionCode.reversed &&
        !(facts.replaces(other, row) && facts.decided[other]! > facts.decided[row]!)
      )
        actions[other] = actionCode.replaced
  }
  const latest = new Map<string, number>()
  for (const row of versions) {
    if (!isVersion(row)) continue
    const key = versionKey(facts, row)
    const other = latest.get(key)
    if (other === undefined) {
      latest.set(key, row)
      continue
    }
    const [keep, drop] = facts.decided[row]! >= facts.decided[other]! ? [row, other] : [other, row]
    latest.set(key, keep)
    if (isFinal(drop)) actions[drop] = isSame(facts, keep, drop) ? actionCode.duplicate : actionCode.replaced
  }
  for (const row of rows) if (isFinal(row) && facts.isDenied(row)) actions[row] = actionCode.denied
}

/** Two claims that each name the other as their replacement: the later one stays. */
function outlives(rows: readonly number[], facts: ClaimFacts, row: number): boolean {
  return rows.some(
    (other) =>
      other !== row &&
      facts.isReplacedBy(row, other) &&
      facts.isReplacedBy(other, row) &&
      facts.decided[row]! > facts.decided[other]!
  )
}

/** What versions of one claim have in common. */
function versionKey(facts: ClaimFacts, row: number): string {
  const payer = facts.payers[row]!
  if (facts.number[row]! >= 0) return `n${payer} ${facts.number[row]!}`
  if (facts.claim[row]! >= 0) return `c${payer} ${facts.coverage[row]!} ${facts.claim[row]!}`
  const parts = [
    facts.payers,
    facts.provider,
    facts.kind,
    facts.day,
    facts.end,
    facts.decidedOn,
    facts.lines,
    facts.paid,
    facts.submitted
  ]
  return `b${parts.map((each) => each[row]!).join(' ')}`
}

function isSame({ day, paid, submitted }: ClaimFacts, row: number, other: number): boolean {
  return day[row] === day[other] && [paid, submitted].every((each) => Object.is(each[row], each[other]))
}

/** Whether a row takes a payment back. */
function isReversal(facts: ClaimFacts, row: number): boolean {
  return facts.paid[row]! < 0 || facts.isVoid(row)
}

function pairReversals(rows: readonly number[], facts: ClaimFacts, actions: Uint8Array): void {
  const { paid, payers, day, provider, kind, decided } = facts
  const likeness = (row: number, other: number): number => {
    if (facts.replaces(row, other)) return 3
    if (payers[row] !== payers[other]) return 0
    if (facts.number[row]! >= 0 && facts.number[row] === facts.number[other]) return 2
    const keys = [day, provider, kind]
    return keys.every((each) => each[row] === each[other]) ? 1 : 0
  }
  /** Of claims that are as like, the last one that was decided before the reversal; without one the first after it. */
  const isNearer = (row: number, other: number, best: number): boolean => {
    const [of, otherOf, bestOf] = [decided[row]!, decided[other]!, decided[best]!]
    if (otherOf < of !== bestOf < of) return otherOf < of
    return otherOf < of ? otherOf > bestOf : otherOf < bestOf
  }
  const reversals = rows.filter((row) => isReversal(facts, row)).sort((a, b) => decided[a]! - decided[b]!)
  for (const row of reversals) {
    let best = -1
    let bestLikeness = 0
    for (const other of rows) {
      if (actions[other] !== actionCode.final || isReversal(facts, other)) continue
      const like = likeness(row, other)
      const cancels = Math.abs(Math.abs(paid[row]!) - paid[other]!) < CENT
      if (!cancels && !(facts.isVoid(row) && like > 1)) continue
      if (like > bestLikeness || (like > 0 && like === bestLikeness && isNearer(row, other, best)))
        [best, bestLikeness] = [other, like]
    }
    if (best >= 0) actions[best] = actionCode.reversed
    if (best >= 0 || facts.isVoid(row)) actions[row] = actionCode.reversed
  }
  const paired = reversals.filter((row) => actions[row] === actionCode.reversed)
  for (const row of reversals) {
    const isAgain = (other: number): boolean =>
      versionKey(facts, row) === versionKey(facts, other) && isSame(facts, row, other)
    if (actions[row] === actionCode.final && paired.some(isAgain)) actions[row] = actionCode.duplicate
  }
}
