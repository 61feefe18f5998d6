import type { PolicyLayer } from '#shared/policy/effective-policies.ts'

/** Reads the policies of this computer. Synchronous: the place of the data folder has to be known before anything starts. */
export interface PolicyReader {
  /** @returns from the strongest to the weakest */
  read(): readonly PolicyLayer[]
  /** Another text when the files that it reads were changed; absent where they are no files. */
  mark?(): string
}

/** What a program of the system printed. */
export interface ProgramResult {
  /** Exit code; undefined when it did not run or did not end in time. */
  readonly status: number | undefined
  readonly output: string
}

/** Runs a program of the system, by its absolute path. */
export type RunProgram = (file: string, args: readonly string[]) => ProgramResult

/** What readers need of the computer. */
export interface PolicyMachine {
  readonly platform: NodeJS.Platform
  /** Name of the account, without its domain. */
  readonly account: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly run: RunProgram
}
