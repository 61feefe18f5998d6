import { dataOf, enterCounts, type LeavingCounts } from '../../state/sharing/made-to-leave.ts'
import type { App } from '../../state/app.ts'
import type { SqlClient } from '../../workers/sql/sql-client.ts'
import type { LeavingAnswer } from '../../workers/sql/sql-protocol.ts'

/**
 * Enters the counts of an answer in the register of published counts before it leaves.
 * @param key names the answer
 * @returns what of it must not leave
 * @throws AppError `not-allowed` where together with what left before it would tell a small group
 */
export async function enterAnswer(
  app: Pick<App, 'context' | 'tasks' | 'session' | 'toasts' | 'transport'>,
  client: Pick<SqlClient, 'counts'>,
  key: string,
  about: Omit<LeavingCounts, 'what'>
): Promise<LeavingAnswer> {
  const asked = { data: dataOf(app)(''), asOf: app.context.asOf }
  const counts = await client.counts(key, asked)
  const { withheld } = await enterCounts(app, { what: 'sql-result', ...about }, counts)
  return { asked, withheld }
}
