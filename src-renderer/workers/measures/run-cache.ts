import { isSamePeriod, periodKey } from '#engine/measures/definition/period-key.ts'
import type { InstalledMeasure, RunSummary } from '#engine/measures/content/installed-measure.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { memberCount } from '#engine/measures/run/member-count.ts'
import type { OpenedMeasure } from '#engine/measures/packs/open-packs.ts'

function nameOf(url: string, content: string, period: MeasurementPeriod, options: RunnerOptions): string {
  return JSON.stringify([url, content, periodKey(period), options.policy, options.zone])
}

/**
 * Results over one population. Each is held for its measure, the hash of the content, the period with its as-of day, policy and zone: what
 * differs in one of them is another result.
 */
export class RunCache {
  readonly #runs = new Map<string, MeasureRun>()
  #version = 0

  /** Changes whenever results do. */
  get version(): number {
    return this.#version
  }

  get all(): readonly MeasureRun[] {
    return [...this.#runs.values()]
  }

  add(runs: readonly MeasureRun[]): void {
    for (const run of runs) this.#runs.set(nameOf(run.key.measure, run.key.content, run.key.period, run.key), run)
    if (runs.length > 0) this.#version++
  }

  /** Whether there is a result of a measure as it is installed. */
  has({ definition, hash }: OpenedMeasure, period: MeasurementPeriod, options: RunnerOptions): boolean {
    return this.#runs.has(nameOf(definition.url, hash, period, options))
  }

  /** The result of a measure as it is installed, for a period; the newest where there are several. */
  of(measure: OpenedMeasure, period: MeasurementPeriod): MeasureRun | undefined {
    return this.allOf(measure).findLast(({ key }) => isSamePeriod(key.period, period))
  }

  /** All results of a measure as it is installed, the newest last. */
  allOf({ hash, definition }: Pick<OpenedMeasure, 'hash' | 'definition'>): readonly MeasureRun[] {
    return this.all
      .filter(({ key }) => key.measure === definition.url && key.content === hash)
      .sort((a, b) => a.ranAt - b.ranAt)
  }

  summaries(installed: readonly InstalledMeasure[]): readonly RunSummary[] {
    return this.all.map(({ key, title, ranAt, seconds, patients, problems, groups }) => ({
      measure: installed.find(({ url, content }) => url === key.measure && content === key.content)?.id,
      url: key.measure,
      version: key.version,
      title,
      content: key.content,
      period: key.period,
      zone: key.zone,
      ranAt,
      seconds,
      patients,
      problems: problems.length,
      rates: groups.map(({ id, populations }) => ({
        id,
        populations: populations.map((item) => ({ code: item.code, count: memberCount(item) }))
      }))
    }))
  }
}
