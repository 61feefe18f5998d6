import type { CliCommand, CommandIo, ExitCode } from './command.ts'
import { guardDrafts } from './draft-guard.ts'
import { commandFailure } from './exit-codes.ts'
import { terminalMessage } from './terminal-text.ts'

/**
 * Runs a command to its end. Whatever goes wrong is a sentence on standard error; with `--json` it is one object on
 * standard output too.
 */
export async function runCommand(command: CliCommand, args: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    return await command.read(args).run(io)
  } catch (error) {
    return printFailure(error, args, io)
  }
}

/** The same in the thread that the process began with, whose end removes the drafts of the command. */
export async function runGuarded(command: CliCommand, args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { drafted, settled } = guardDrafts(io)
  return runCommand(command, args, { ...io, drafted, settled })
}

/** Tells of a failure. @returns the exit code of it */
export function printFailure(error: unknown, args: readonly string[], io: CommandIo): ExitCode {
  const failure = commandFailure(error)
  const { exitCode, message } = failure.error
  io.err(`${terminalMessage(message)}\n`)
  if (args.includes('--json')) io.out(`${JSON.stringify(failure)}\n`)
  // For whoever develops Populus; a stack names files of this computer.
  if (exitCode === 70 && process.env['POPULUS_DEBUG'] && error instanceof Error) io.err(`${error.stack ?? ''}\n`)
  return exitCode
}
