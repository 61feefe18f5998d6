import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { completedShells } from '../../host/arguments/completion.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { onePositional } from '../../host/arguments/positionals.ts'
import { wordValue } from '../../host/arguments/value-kinds.ts'

/** What `populus completion` takes. */
export const completionDeclaration = declareCommand({
  name: 'populus completion',
  about: m.printsAScriptByWhichAShell,
  positionals: {
    shell: onePositional(wordValue(completedShells, 'SHELL'), { description: completedShells.join(', ') })
  },
  options: {},
  notes: m.examplesOfCompletion
})
