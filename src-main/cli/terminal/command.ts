import type { AuditAction } from '#shared/audit-action.ts'
import type { CommandDeclaration, TouchedPlaces } from '../../host/arguments/declaration.ts'
import type { NetPort, PolicyPort, SecretsPort } from '../../ports/host.ts'
import type { ServiceMachine } from '../../ports/service-machine.ts'
import type { RoleState } from '#shared/roles/role.ts'
import type { ExitCode } from './exit-codes.ts'
import type { PassphraseSource } from './passphrase.ts'

export type { ExitCode }

/** A record of an audit log that announces something whose outcome is still to come. */
export interface BegunIntent {
  readonly seq: number
  readonly action: AuditAction
  /** Absolute path of the data folder with the log. */
  readonly data: string
  /** Absolute path of the keyring whose key the log is made with. */
  readonly keyring: string
}

/** What a command may use of its surroundings. Commands print through this and never through `console`. */
export interface CommandIo {
  /** Writes a result to standard output, as it is (end lines with `\n`). */
  out(text: string): void
  /** Writes a message to standard error, as it is. */
  err(text: string): void
  /** Standard error is a terminal, so that a line of progress may be drawn with `\r`. */
  readonly terminal: boolean
  /** The managed policies of this computer. */
  readonly policies: PolicyPort
  /** Standard output goes into a file or to another program. */
  readonly piped?: boolean
  /** Absolute path of the folder with views, registries and other resources. */
  readonly resources: string
  /** The program's own file, to be started again as a thread that helps; undefined where there are no threads. */
  readonly entry?: string
  /**
   * Begins a time limit, after which the command is ended wherever it is; undefined where it cannot be.
   * @param seconds from now on
   * @param what names what is stopped, as in "The statement"
   */
  limit?(seconds: number, what: string): void
  /** Tells whether a record is being written to an audit log, in which the command must not be ended. */
  recording?(isWriting: boolean): void
  /**
   * Tells of something that an audit log has as begun, so that its outcome can be recorded when the command is ended
   * before; undefined where that cannot be.
   */
  begun?(intent: BegunIntent): void
  /** Tells that the outcome of it was recorded. @param seq of the record that announced it */
  ended?(seq: number): void
  /**
   * Tells of a draft, which is about to be written and is removed wherever the command ends before it is settled.
   * @param path absolute, of a file or folder with a name that nothing else has
   */
  drafted?(path: string): void
  /** Tells that the draft has got its own name, or is gone. @param path as it was told */
  settled?(path: string): void
  /**
   * Tells where that is stored from which a later command goes on when this one is interrupted; undefined where there is nothing any more.
   * It is removed where the user ends the command by Ctrl-C.
   * @param path absolute
   */
  resumable?(path: string | undefined): void
  /** Tells that what the command computes from lacks something: it ends with 1 where it would end with 0. */
  lacking?(): void
  /** Folder of the application's data, where it is not the one that `dataFolder` finds. */
  readonly data?: string
  /** The keychain, where the program that runs the command may use it. */
  readonly secrets?: SecretsPort
  /** What the user may do and whom they see; set before a command runs. */
  readonly access?: RoleState
  /** Where the passphrase of data is that the command was told of; set before a command runs. */
  readonly passphrase?: PassphraseSource
  /** The machine that a service is set up on; this one when absent. */
  readonly machine?: ServiceMachine
  /** The network to use; that of Node when absent. */
  readonly net?: NetPort
}

/** The code of one word after `populus`; made by `defineCommand` or `defineGroup`. */
export interface CliCommand {
  /** What it takes: one declaration, or one for each action. */
  readonly declarations: readonly CommandDeclaration[]
  /** The text of `populus <name> --help`. @param words between the name and `--help`, of which the first may be an action */
  help(words: readonly string[]): string
  /**
   * @param args the words after the command's name
   * @throws AppError `invalid-input` with a sentence for the user
   */
  read(args: readonly string[]): ReadCommand
}

/** A command with its arguments, before anything is done. */
export interface ReadCommand {
  /** What it names that has roles of its own. */
  readonly touched: TouchedPlaces
  /**
   * @throws AppError with a sentence for the user; it is printed to standard error, and ends with a code of
   * `exit-codes.ts`
   */
  run(io: CommandIo): Promise<ExitCode>
}

/** What is known of a command before its code is loaded. */
export interface CommandEntry {
  /** The word itself, e.g. `load`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /**
   * It runs in a thread of its own, so that a limit or Ctrl-C ends it even within one long computation. Only for commands
   * that write nothing before they are done.
   */
  readonly supervised?: true
  /** Loads its code: only of the command that is asked for, and only in the thread that runs it. */
  readonly load: () => Promise<CliCommand>
}
