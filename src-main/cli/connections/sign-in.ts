import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { AppError } from '#shared/app-error.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { signInDeclaration } from '../declarations/connection.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { findConnection, openConnections, type OpenedConnections } from './open-connections.ts'

/** `populus sign-in`: a person signs in at the server of a connection, without a window. */
export const signInCommand = defineCommand(signInDeclaration, async ({ values, positionals }, io) => {
  let changed = Promise.withResolvers<void>()
  const onChange = (): void => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const place = { data: values.data, passphrase: passphraseSourceOf(values), onChange }
  const connections = await openConnections(place, io)
  const stop = new AbortController()
  const onSignal = (): void => {
    stop.abort()
    onChange()
  }
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    const { id, name } = await findConnection(connections, positionals.connection)
    await begin(connections, id, terminalText(name), values.json, io)
    await ended(connections, id, stop.signal, () => changed.promise)
    io.out(
      values.json
        ? `${JSON.stringify({ connection: id, name, state: 'signed-in' })}\n`
        : m.signedInAt(terminalText(name))
    )
    return 0
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
    await connections.close()
  }
})

/** Prints the page of the server to sign in on. */
async function begin(
  { composed, audit }: OpenedConnections,
  id: string,
  name: string,
  json: boolean,
  io: CommandIo
): Promise<void> {
  const facts = { connection: id }
  const { address } = await recordEffect(
    audit,
    { action: 'connection.sign-in-begun', facts },
    () => composed.services.connections.beginSignIn(id),
    ({ opened }) => ({ ...facts, opened })
  )
  const text = m.openThisAddressInABrowser(name, address)
  // With --json standard output is one object and nothing else.
  if (json) io.err(text)
  else io.out(text)
}

/** @throws AppError `not-allowed` with why the sign-in did not work, `cancelled` */
async function ended(
  { composed, audit }: OpenedConnections,
  id: string,
  signal: AbortSignal,
  change: () => Promise<void>
): Promise<void> {
  const services = composed.services.connections
  for (;;) {
    const next = change()
    if (signal.aborted) {
      const facts = { connection: id }
      await recordEffect(
        audit,
        { action: 'connection.sign-in-stopped', facts },
        () => services.cancelSignIn(id),
        () => facts
      )
      throw new AppError('cancelled', m.theSignInWasStopped)
    }
    const { person } = await services.get(id)
    if (person?.problem !== undefined) throw new AppError('not-allowed', person.problem)
    if (person?.state !== 'waiting') return
    await next
  }
}
