import { readFileSync } from 'node:fs'

/** What one step took. */
export interface Step {
  readonly seconds: number
  /** Of all threads: what remains on a machine with nothing else to do, on one core. */
  readonly cpuSeconds: number
  /** The most memory that was resident during the step; 0 where it is not known. */
  readonly peakRssMb: number
}

/** The steps in their order. */
export const stepNames = ['load', 'open', 'filter', 'measures'] as const
/** A step of the bench. */
export type StepName = (typeof stepNames)[number]

/** The steps for one population and number of cores; those that were not asked for are missing. */
export interface TimedSize extends Readonly<Partial<Record<StepName, Step>>> {
  readonly people: number
  readonly cores: number
  readonly shards: number
}

/** Megabytes that a process has had at most, as Linux tells it; 0 elsewhere, and where the process is gone. */
export function peakOf(pid: number | undefined): number {
  return numberIn(`/proc/${pid}/status`, /VmHWM:\s+(\d+)/, (kilobytes) => Math.round(kilobytes / 1024))
}

/** Processor seconds of a process so far, as Linux tells them; 0 elsewhere, and where the process is gone. */
export function cpuOf(pid: number | undefined): number {
  return (
    numberIn(`/proc/${pid}/stat`, /\) (?:\S+ ){11}(\d+)/, (ticks) => ticks / 100) +
    numberIn(`/proc/${pid}/stat`, /\) (?:\S+ ){12}(\d+)/, (ticks) => ticks / 100)
  )
}

function numberIn(path: string, pattern: RegExp, of: (number: number) => number): number {
  try {
    return of(Number(pattern.exec(readFileSync(path, 'utf8'))?.[1] ?? 0))
  } catch {
    return 0
  }
}

/** Three digits tell what runs on a busy machine can. */
export function rounded({ seconds, cpuSeconds, peakRssMb }: Step): Step {
  const round = (value: number): number => Number(value.toPrecision(3))
  return { seconds: round(seconds), cpuSeconds: round(cpuSeconds), peakRssMb }
}

/** How what a step takes per person at one size compares with the smallest size: 1 where it is linear. */
interface Growth {
  readonly step: StepName
  readonly people: number
  readonly seconds: number
  readonly cpuSeconds: number
  /** No more than a fifth more processor time per person. */
  readonly isLinear: boolean
}

/** @param timed of one number of cores, by people ascending */
export function growthOf(timed: readonly TimedSize[]): readonly Growth[] {
  return stepNames.flatMap((name) => {
    const [small, ...larger] = timed.flatMap(({ people, [name]: step }) =>
      step === undefined ? [] : [{ people, step }]
    )
    return larger.map(({ people, step }) => {
      const ratio = (of: 'seconds' | 'cpuSeconds'): number =>
        Number((step[of] / people / (small!.step[of] / small!.people)).toPrecision(3))
      return {
        step: name,
        people,
        seconds: ratio('seconds'),
        cpuSeconds: ratio('cpuSeconds'),
        isLinear: ratio('cpuSeconds') <= 1.2
      }
    })
  })
}

/** How many times as fast a step is on several cores as on one. */
export function ratiosOf(timed: readonly TimedSize[]): readonly object[] {
  return timed
    .filter(({ cores }) => cores > 1)
    .flatMap((result) => {
      const alone = timed.find(({ people, cores }) => cores === 1 && people === result.people)
      if (alone === undefined) return []
      const steps = stepNames.flatMap((name) => {
        const [single, several] = [alone[name], result[name]]
        return single === undefined || several === undefined
          ? []
          : [[name, Number((single.seconds / several.seconds).toPrecision(3))] as const]
      })
      return [{ people: result.people, cores: result.cores, ...Object.fromEntries(steps) }]
    })
}
