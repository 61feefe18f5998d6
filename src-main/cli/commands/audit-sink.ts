import { join } from 'node:path'
import { describeSinkState } from '#shared/audit-sink.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openCommandSink } from '../data/command-sink.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/**
 * `populus audit --sink-state` and `--send`: how the delivery to the log collector stands, or deliver now.
 * @returns 0 when the collector has every record or none is set, 1 while records wait, 5 when it could not be reached
 */
export async function showSink(
  data: string,
  { send, json }: { readonly send: boolean; readonly json: boolean },
  io: CommandIo
): Promise<ExitCode> {
  const audit = await openCommandAudit(
    data,
    createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets),
    io.access
  )
  const sink = await openCommandSink(data, audit, io)
  const state = send ? await sink.deliver() : await sink.state()
  io.out(json ? `${JSON.stringify(state)}\n` : `${terminalText(describeSinkState(state))}\n`)
  if (state.state === 'failing') return 5
  return state.pending > 0 ? 1 : 0
}
