import { onePositional, type CommandPositional } from '../../host/arguments/positionals.ts'
import { textValue } from '../../host/arguments/value-kinds.ts'

/**
 * Name or id of a connection. Connections that were made by earlier versions may have an id that begins with a dash: 16
 * signs, more than any option in short form.
 */
export function connectionPositional(description: string): CommandPositional<string> {
  return onePositional(textValue('CONNECTION', 'Hospital'), { description, dashed: /^-[\w-]{15}$/ })
}
