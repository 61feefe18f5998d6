import type { Verdict } from './workspace.ts'

/** What became of a change; next to the verdict of its tests: no test reaches the file, or it does not fit the code. */
export type Outcome = Verdict | 'untested' | 'outdated'

/** Share of the noticed changes below which a run fails. */
const requiredShare = 0.9

/** Counts outcomes by area of the program. */
export class Score {
  readonly #areas = new Map<string, { noticed: number; missed: number }>()

  add(file: string, outcome: Outcome): void {
    const area = areaOf(file)
    const counts = this.#areas.get(area) ?? { noticed: 0, missed: 0 }
    if (outcome === 'killed' || outcome === 'timeout') counts.noticed += 1
    else counts.missed += 1
    this.#areas.set(area, counts)
  }

  get noticed(): number {
    return [...this.#areas.values()].reduce((sum, { noticed }) => sum + noticed, 0)
  }

  get missed(): number {
    return [...this.#areas.values()].reduce((sum, { missed }) => sum + missed, 0)
  }

  get isEnough(): boolean {
    return this.noticed >= requiredShare * (this.noticed + this.missed)
  }

  /** One line for each area, one for all of them, and the counts. */
  lines(): string[] {
    const areas = [...this.#areas].sort(([a], [b]) => (a < b ? -1 : 1))
    return [
      ...areas.map(([area, { noticed, missed }]) => scoreLine(area, noticed, missed)),
      scoreLine('mutation score', this.noticed, this.missed),
      `${this.noticed} passed, ${this.missed} failed`
    ]
  }
}

function scoreLine(name: string, noticed: number, missed: number): string {
  const all = noticed + missed
  return `${name}: ${((100 * noticed) / Math.max(1, all)).toFixed(1)} % (${noticed} of ${all})`
}

/** The part of the program that a file belongs to: `storage`, `auth`, `bulk`, `engine`, … */
function areaOf(file: string): string {
  return file.split(/[\\/]/)[1] ?? file
}
