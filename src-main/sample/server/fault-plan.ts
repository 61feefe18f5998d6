/** Everything that can go wrong, by the step at which it does. */
export const faultKinds = {
  token: ['server-error', 'bare-400', 'invalid-client', 'no-expiry', 'text-expiry', 'short-life', 'wrong-clock'],
  'kick-off': [
    'busy',
    'unavailable',
    'lost-answer',
    'relative-location',
    'no-location',
    'html-error',
    'refuses-parameter'
  ],
  status: [
    'retry-seconds',
    'retry-date',
    'retry-epoch',
    'retry-hours',
    'retry-nonsense',
    'no-retry-after',
    'too-many',
    'server-error',
    'unavailable',
    'html-error',
    'transient',
    'fatal',
    'unauthorized',
    'gone'
  ],
  manifest: [
    'outcome-for-error',
    'neither-error-nor-outcome',
    'empty-output',
    'paged',
    'looping-next',
    'text-booleans',
    'false-continuation',
    'wrong-count'
  ],
  file: [
    'reset',
    'cut-in-line',
    'cut-at-line-end',
    'bad-gzip',
    'hidden-gzip',
    'gzip-bomb',
    'drip',
    'server-error',
    'unavailable',
    'too-many',
    'redirect',
    'unauthorized',
    'expired',
    'no-range',
    'other-etag',
    'byte-order-mark',
    'carriage-returns',
    'no-last-newline',
    'blank-lines',
    'huge-line',
    'duplicates',
    'foreign-type',
    'broken-line',
    'other-content-type',
    'ignores-range',
    'binary-wrapper'
  ],
  delete: ['server-error', 'gone']
} as const

export type FaultStep = keyof typeof faultKinds
export type FaultKind<S extends FaultStep> = (typeof faultKinds)[S][number]

/** One thing that goes wrong, `times` times (once when absent). */
export type Fault = {
  readonly [S in FaultStep]: { readonly at: S; readonly kind: FaultKind<S>; readonly times?: number }
}[FaultStep]

/** Hands out faults in the order of the plan; each step takes the first that is left for it. */
export interface FaultPlan {
  /** @returns the fault to show now, which is used up, or `undefined` */
  take<S extends FaultStep>(step: S, kinds?: readonly FaultKind<S>[]): FaultKind<S> | undefined
  /** Whether a fault that lasts is in the plan, without using it up. */
  has<S extends FaultStep>(step: S, kind: FaultKind<S>): boolean
}

/** A plan of faults, each for the number of times it names; once where it names none. */
export function createFaultPlan(faults: readonly Fault[]): FaultPlan {
  const left = faults.map((fault) => ({ fault, times: fault.times ?? 1 }))
  return {
    take<S extends FaultStep>(step: S, kinds?: readonly FaultKind<S>[]) {
      const next = left.find(
        ({ fault, times }) =>
          fault.at === step && times > 0 && (kinds === undefined || kinds.includes(fault.kind as FaultKind<S>))
      )
      if (next === undefined) return undefined
      next.times -= 1
      return next.fault.kind
    },
    has: (step, kind) => left.some(({ fault, times }) => fault.at === step && fault.kind === kind && times > 0)
  }
}
