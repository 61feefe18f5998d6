import { valueAt, text, type Resource } from '../../unit/sample/ndjson.ts'
import { add, dayOf, type Counts, type Period } from './us-figures.ts'

const lines: Readonly<Record<string, string>> = {
  '111': 'Medicare',
  '112': 'Medicare',
  '14': 'Medicare',
  '211': 'Medicaid'
}

/** Coverage and claims of a sample population, counted while they are read. */
export class ClaimFigures {
  private readonly months: readonly Period[]
  private readonly lineOf = new Map<string, string>()
  private readonly memberMonths: Counts = {}
  private readonly replaced = new Set<string>()
  private readonly active: { number: string; coverage: string; person: string; day: number; paid: number }[] = []
  private all = 0
  private unusual = 0
  /** People with a plan that has not ended. */
  readonly covered = new Set<string>()

  /** @param months twelve whole months whose claims have arrived */
  constructor(months: readonly Period[]) {
    this.months = months
  }

  coverage(coverage: Resource): void {
    const line = lines[text(coverage, 'type', 'coding', 0, 'code')] ?? 'commercial'
    this.lineOf.set(`Coverage/${coverage.id}`, line)
    const start = dayOf(text(coverage, 'period', 'start'))
    const end = text(coverage, 'period', 'end')
    if (end === '') this.covered.add(text(coverage, 'beneficiary', 'reference'))
    for (const { from, to } of this.months) {
      if (start < to && (end === '' || dayOf(end) >= from)) add(this.memberMonths, line)
    }
  }

  claim(claim: Resource): void {
    this.all++
    const relation = text(claim, 'related', 0, 'relationship', 'coding', 0, 'code')
    if (relation === 'prior') this.replaced.add(text(claim, 'related', 0, 'reference', 'value'))
    const isActive = claim['status'] === 'active'
    const isDenied = text(claim, 'adjudication', 0, 'category', 'coding', 0, 'code') === 'denialreason'
    if (!isActive || relation !== '' || isDenied) this.unusual++
    if (!isActive) return
    this.active.push({
      number: text(claim, 'identifier', 0, 'value'),
      coverage: text(claim, 'insurance', 0, 'coverage', 'reference'),
      person: text(claim, 'patient', 'reference'),
      day: dayOf(text(claim, 'billablePeriod', 'start')),
      paid: Number(valueAt(claim, 'payment', 'amount', 'value'))
    })
  }

  /** Writes the figures, of claims that are active, not replaced, and each number once. */
  write(figures: Map<string, number>, people: number): void {
    figures.set('percent of claims denied, taken back or corrected', (100 * this.unusual) / this.all)
    const seen = new Set<string>()
    const paid: Counts = {}
    const byPerson: Counts = {}
    const [from, to] = [this.months[0]!.from, this.months.at(-1)!.to]
    for (const claim of this.active) {
      if (this.replaced.has(claim.number) || seen.has(claim.number)) continue
      seen.add(claim.number)
      if (claim.day < from || claim.day >= to) continue
      add(paid, this.lineOf.get(claim.coverage) ?? '', claim.paid)
      add(byPerson, claim.person, claim.paid)
    }
    for (const [line, months] of Object.entries(this.memberMonths))
      figures.set(`${line} paid per member month`, (paid[line] ?? 0) / months)
    const spent = Object.values(byPerson).toSorted((a, b) => b - a)
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
    for (const share of [1, 5]) {
      const top = spent.slice(0, Math.round((people * share) / 100))
      figures.set(`percent of cost of the top ${share} percent`, (100 * sum(top)) / sum(spent))
    }
  }
}
