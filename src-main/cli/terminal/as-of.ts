import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * The day that `--as-of` names, as days since 1970; undefined without the option.
 * @throws AppError `invalid-input` for anything but a date that exists
 */
export function readAsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const millis = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  const isDate = !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text)
  if (!isDate) throw new AppError('invalid-input', m.writeTheDateOfAsOf)
  return Math.floor(millis / 86_400_000)
}
