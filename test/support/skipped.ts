import { appendFileSync } from 'node:fs'

/**
 * Says on standard error why tests are skipped, and adds the reason to the file that the environment variable
 * POPULUS_SKIPPED names, from which the whole run prints its summary.
 * @param reason one sentence: what is missing and how to get it
 */
export function skipped(reason: string): void {
  process.stderr.write(`SKIPPED: ${reason}\n`)
  const file = process.env['POPULUS_SKIPPED']
  if (file !== undefined) appendFileSync(file, `${reason}\n`)
}
