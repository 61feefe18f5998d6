import { SvelteMap } from 'svelte/reactivity'

/** Something that takes a while, as the status bar shows it. */
export interface BackgroundTask {
  readonly title: string
  /** 0..1; undefined when the total is unknown. */
  readonly fraction: number | undefined
  readonly detail: string
  readonly cancel: (() => void) | undefined
}

/** The last job that ended. */
export interface FinishedTask {
  /** `partial`: done, and something is left to look at. */
  readonly outcome: 'done' | 'partial' | 'failed' | 'cancelled'
  readonly text: string
}

/** The job that the user waits for; others run behind it under names of their own. */
const foremost = 'foremost'

/** What runs and what ran last. */
export class BackgroundTasks {
  readonly #jobs = new SvelteMap<string, BackgroundTask>()
  #last = $state.raw<FinishedTask | undefined>()

  /** The job to show: the one that is waited for, else the one that began first. */
  get running(): BackgroundTask | undefined {
    return this.#jobs.get(foremost) ?? this.#jobs.values().next().value
  }

  /** How many run. */
  get count(): number {
    return this.#jobs.size
  }

  get last(): FinishedTask | undefined {
    return this.#last
  }

  /** Starts a job or brings its progress up to date. @param name of a job that runs behind the one that is waited for */
  update(job: BackgroundTask, name = foremost): void {
    this.#jobs.set(name, job)
  }

  /** Takes a job away without a word, because it rests. */
  drop(name: string): void {
    this.#jobs.delete(name)
  }

  finish(job: FinishedTask, name = foremost): void {
    this.drop(name)
    this.#last = job
  }
}
