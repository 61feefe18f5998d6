/** The machine that `populus service` sets up, as far as it needs to know it. */
export interface ServiceMachine {
  readonly platform: NodeJS.Platform
  /** Absolute path of the home folder of this account. */
  readonly home: string
  /** Number of this account, where accounts have numbers. */
  readonly account: number | undefined
  /** What stands before the absolute paths of system-wide files; empty but in tests. */
  readonly root: string
  /** Runs a program of the system. @returns what it printed; `undefined` when it failed or is not there */
  run(program: string, args: readonly string[]): string | undefined
}
