import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import { keysShowDeclaration } from '../declarations/keys.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { findConnection, openConnections } from './open-connections.ts'

const dayMs = 86_400_000

/** @param time milliseconds since 1970 */
const dayOf = (time: number): string => isoOfDay(Math.floor(time / dayMs))

/** `populus keys show`. */
export const keysShowCommand = defineCommand(
  keysShowDeclaration,
  async ({ values, positionals: { connection } }, io) => {
    const connections = await openConnections({ data: values.data, passphrase: passphraseSourceOf(values) }, io)
    try {
      const { id, name } = await findConnection(connections, connection)
      const { services } = connections.composed
      if (values.jwks) {
        io.out(`${await services.connections.publicJwks(id)}\n`)
        return 0
      }
      const { keys, endedKeys = [] } = await services.connections.get(id)
      if (values.json) io.out(`${JSON.stringify({ connection: id, name, keys, endedKeys })}\n`)
      else if (keys.length === 0) io.out(m.thisConnectionHasNoKeyYet)
      for (const { kid, algorithm, role, createdAt, withdrawAt } of values.json ? [] : keys) {
        const state = withdrawAt === undefined ? role : m.retiredUntil(dayOf(withdrawAt))
        io.out(`${terminalText(kid)}  ${algorithm}  ${dayOf(createdAt)}  ${state}\n`)
      }
      return 0
    } finally {
      await connections.close()
    }
  }
)
