import { screensConnectionsSettingsMessages as m } from '#messages/screens/connections/settings.ts'
import type { Connection } from '#shared/connections/connection.ts'

/**
 * What to do about lines in which a server differs from its profile: the switch is offered to those alone who have it.
 * @param differing the count with its noun, e.g. "2 lines differ"
 * @param refusal why the user's role changes no connection; undefined where it may
 */
export function differingLines(
  { kind, managed }: Pick<Connection, 'kind' | 'managed'>,
  differing: string,
  refusal: string | undefined
): string {
  if (kind !== 'server') return m.linesDiffer(differing)
  if (managed === true) return [m.linesDiffer(differing), m.yourOrganizationManagesThisConnection].join(' ')
  if (refusal !== undefined) return [m.linesDiffer(differing), refusal].join(' ')
  return m.changeTheSwitchInTheSettings(differing)
}
