/** Something that takes a while, as the status bar shows it. */
export interface Job {
  readonly title: string
  /** 0..1; undefined when the total is unknown. */
  readonly fraction: number | undefined
  readonly detail: string
  readonly cancel: (() => void) | undefined
}

/** The last job that ended. */
export interface FinishedJob {
  readonly outcome: 'done' | 'failed' | 'cancelled'
  readonly text: string
}

/** What runs and what ran last. */
export class Jobs {
  #running = $state.raw<Job | undefined>()
  #last = $state.raw<FinishedJob | undefined>()

  get running(): Job | undefined {
    return this.#running
  }

  get last(): FinishedJob | undefined {
    return this.#last
  }

  /** Starts a job or brings its progress up to date. */
  update(job: Job): void {
    this.#running = job
  }

  finish(job: FinishedJob): void {
    this.#running = undefined
    this.#last = job
  }
}
