import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { keysRevokeDeclaration } from '../declarations/keys.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { revokeKeys } from './revoke-keys.ts'

/** `populus keys revoke`: one key of one connection, at once. */
export const keysRevokeCommand = defineCommand(
  keysRevokeDeclaration,
  async ({ values, positionals: { connection } }, io) => {
    const { data, key: kid } = values
    const revoked = await revokeKeys({ data, passphrase: passphraseSourceOf(values), connection, kid }, io)
    if (values.json) io.out(`${JSON.stringify({ revoked })}\n`)
    else for (const { name } of revoked) io.out(m.keyIsRevoked(terminalText(kid), terminalText(name)))
    return 0
  }
)
