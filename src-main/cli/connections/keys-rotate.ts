import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { AppError } from '#shared/app-error.ts'
import type { Connection } from '#shared/connections/connection.ts'
import { defined } from '#shared/language/defined.ts'
import type { ConnectionServices } from '../../api/connection-handlers.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { keysRotateDeclaration } from '../declarations/keys.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { findConnection, openConnections } from './open-connections.ts'

/** `populus keys rotate`: makes a key, and lets it sign once the server knows it. */
export const keysRotateCommand = defineCommand(
  keysRotateDeclaration,
  async ({ values, positionals: { connection: wanted } }, io) => {
    const connections = await openConnections({ data: values.data, passphrase: passphraseSourceOf(values) }, io)
    try {
      const { composed, audit } = connections
      await composed.withdrawKeys()
      const services = composed.services.connections
      const { id, name } = await findConnection(connections, wanted)
      const before = await services.get(id)
      if (before.settings.auth !== 'private_key_jwt')
        throw new AppError('invalid-input', m.keysAreMadeForConnectionsThat)
      const shownName = terminalText(name)
      const waiting = before.keys.find(({ role }) => role === 'next')
      if (waiting === undefined) {
        const { algorithm } = values
        const facts = { connection: id, algorithm }
        await recordEffect(
          audit,
          { action: 'connection.key-made', facts: { connection: id } },
          () => services.makeKey(id, algorithm),
          () => facts
        )
        const after = await services.get(id)
        const { kid, role } = defined(after.keys.find((key) => before.keys.every((known) => known.kid !== key.kid)))
        if (values.json) io.out(`${JSON.stringify({ connection: id, state: 'made', kid, role })}\n`)
        else io.out(role === 'signing' ? m.firstKeyIsMade(kid, shownName) : m.keyIsMadeAndWaits(kid, shownName))
        io.err(m.hostThePublicKeySet)
        return 1
      }
      const { kid } = waiting
      if (!values.registered) await requireHosted(services, before, kid)
      const overlapDays = values['overlap-days']
      const facts = { connection: id, overlapDays }
      await recordEffect(
        audit,
        { action: 'connection.key-used', facts: { connection: id } },
        () => services.useKey(id, kid, overlapDays),
        () => facts
      )
      if (values.json) io.out(`${JSON.stringify({ connection: id, state: 'used', kid, overlapDays })}\n`)
      else io.out(m.keySignsFromNowOn(kid, shownName, overlapDays))
      return 0
    } finally {
      await connections.close()
    }
  }
)

/** @throws AppError `not-allowed` unless the hosted key set shows the key as it is */
async function requireHosted(
  services: ConnectionServices['connections'],
  { id, settings: { jwksUrl } }: Connection,
  kid: string
): Promise<void> {
  if (jwksUrl === undefined) throw new AppError('not-allowed', m.addRegisteredOnceTheServer)
  const found = (await services.checkJwks(id, jwksUrl)).find((key) => key.kid === kid)
  if (found?.hosted !== 'there') throw new AppError('not-allowed', m.theHostedKeySetDoesNotShow(found?.text ?? ''))
}
