import { completionScript } from '../../host/arguments/completion.ts'
import type { CommandDeclaration } from '../../host/arguments/declaration.ts'
import { completionDeclaration } from '../declarations/completion.ts'
import type { CliCommand } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'

/** `populus completion`: a script for a shell. @param declarations of all commands */
export function createCompletionCommand(declarations: () => Promise<readonly CommandDeclaration[]>): CliCommand {
  return defineCommand(completionDeclaration, async ({ positionals: { shell } }, io) => {
    io.out(completionScript(shell, 'populus', await declarations()))
    return 0
  })
}
