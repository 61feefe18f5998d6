import { hostArgumentsMessages as m } from '#messages/host/arguments.ts'
import type {
  CommandArguments,
  CommandDeclaration,
  DeclaredOptions,
  DeclaredPositionals
} from '../../host/arguments/declaration.ts'
import { groupHelpText, helpText } from '../../host/arguments/help-text.ts'
import { firstWordAt, readArguments, usageError } from '../../host/arguments/read-arguments.ts'
import type { CliCommand, CommandIo, ExitCode } from './command.ts'

/**
 * A command by what it takes.
 * @param run what it does; throws an AppError with a sentence for the user
 */
export function defineCommand<O extends DeclaredOptions, P extends DeclaredPositionals>(
  declaration: CommandDeclaration<O, P>,
  run: (given: CommandArguments<O, P>, io: CommandIo) => Promise<ExitCode>
): CliCommand {
  return {
    declarations: [declaration],
    help: () => helpText(declaration),
    read(args) {
      const given = readArguments(declaration, args)
      return { touched: given.touched, run: (io) => runLacking((each) => run(given, each), io) }
    }
  }
}

/** Ends with 1 in place of 0 where the data of a command lack something, so that no command has to remember it. */
async function runLacking(run: (io: CommandIo) => Promise<ExitCode>, io: CommandIo): Promise<ExitCode> {
  let isLacking = false
  const code = await run({ ...io, lacking: () => void (isLacking = true) })
  return isLacking && code === 0 ? 1 : code
}

/**
 * A command whose first word says what is done, such as `populus model train`.
 * @param name such as `populus model`
 * @param actions by that word
 */
export function defineGroup(name: string, about: string, actions: Readonly<Record<string, CliCommand>>): CliCommand {
  const declarations = Object.values(actions).flatMap((action) => action.declarations)
  return {
    declarations,
    help([word]) {
      const action = actionOf(actions, word)
      return action === undefined ? groupHelpText(name, about, declarations) : action.help([])
    },
    read(args) {
      const index = firstWordAt(declarations, args)
      const action = actionOf(actions, args[index])
      if (action === undefined) throw usageError({ name }, m.sayWhatToDo(name, Object.keys(actions).join(', ')))
      return action.read([...args.slice(0, index), ...args.slice(index + 1)])
    }
  }
}

function actionOf(actions: Readonly<Record<string, CliCommand>>, word: string | undefined): CliCommand | undefined {
  return word !== undefined && Object.hasOwn(actions, word) ? actions[word] : undefined
}
