/** How a command ended: 0 everything as asked, 1 done with rejects, 2 nothing done or wrong usage. */
export type ExitCode = 0 | 1 | 2

/** What a command may use of its surroundings. Commands print through this and never through `console`. */
export interface CommandIo {
  /** Writes a result to standard output, as it is (end lines with `\n`). */
  out(text: string): void
  /** Writes a message to standard error, as it is. */
  err(text: string): void
  /** Standard error is a terminal, so that a line of progress may be drawn with `\r`. */
  readonly terminal: boolean
  /** Absolute path of the folder with views, registries and other resources. */
  readonly resources: string
  /** The program's own file, to be started again as a thread that helps; undefined where there are no threads. */
  readonly entry?: string
}

/** One word after `populus`. */
export interface Command {
  /** The word itself, e.g. `load`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The text of `populus <name> --help`: usage, options, examples. */
  readonly help: string
  /**
   * @param args the words after the command's name; parse them with `node:util` `parseArgs`
   * @throws AppError with a sentence for the user; it is printed to standard error and ends with code 2. Errors of
   * `parseArgs` end the same way, followed by a pointer to `--help`.
   */
  run(args: readonly string[], io: CommandIo): Promise<ExitCode>
}
