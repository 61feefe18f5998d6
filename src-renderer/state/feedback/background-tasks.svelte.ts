import { SvelteMap } from 'svelte/reactivity'

/** A running task, as the status bar shows it. */
export interface BackgroundTask {
  readonly title: string
  /** 0..1; undefined when the total is unknown. */
  readonly fraction: number | undefined
  readonly detail: string
  readonly cancel: (() => void) | undefined
}

/** How a task ended. */
export interface FinishedTask {
  /** `partial`: done, and something is left to look at. */
  readonly outcome: 'done' | 'partial' | 'failed' | 'cancelled'
  readonly text: string
}

/** Name of the task that the user waits for; others run in the background under names of their own. */
const foremost = 'foremost'

/** The tasks of the page: those that run, and how the last one ended. */
export class BackgroundTasks {
  readonly #tasks = new SvelteMap<string, BackgroundTask>()
  #last = $state.raw<FinishedTask | undefined>()

  /** The task to show: the one that the user waits for, else the one that began first. */
  get running(): BackgroundTask | undefined {
    return this.#tasks.get(foremost) ?? this.#tasks.values().next().value
  }

  /** Number of running tasks. */
  get count(): number {
    return this.#tasks.size
  }

  get last(): FinishedTask | undefined {
    return this.#last
  }

  /** Starts a task or brings its progress up to date. @param name name of a task that runs in the background */
  update(task: BackgroundTask, name = foremost): void {
    this.#tasks.set(name, task)
  }

  /** Removes a task without reporting an outcome, e.g. an export that was stopped and can be resumed. */
  drop(name: string): void {
    this.#tasks.delete(name)
  }

  finish(task: FinishedTask, name = foremost): void {
    this.drop(name)
    this.#last = task
  }
}
