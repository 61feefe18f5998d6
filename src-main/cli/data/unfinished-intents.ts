import { cliDataMessages as m } from '#messages/cli/data.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { AuditPort } from '../../ports/host.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { BegunIntent, CommandIo } from '../terminal/command.ts'
import { openCommandAudit } from './command-audit.ts'

/** An audit log that tells the supervisor of the command what is begun and what has ended. */
export function supervisedAudit(
  audit: AuditPort,
  { data, keyring }: Pick<BegunIntent, 'data' | 'keyring'>,
  io: CommandIo
): AuditPort {
  return {
    ...audit,
    async record(entry) {
      io.recording?.(true)
      try {
        const seq = await audit.record(entry)
        if (entry.outcome === 'intent') io.begun?.({ seq, action: entry.action, data, keyring })
        else if (entry.intent !== undefined) io.ended?.(entry.intent)
        return seq
      } finally {
        io.recording?.(false)
      }
    }
  }
}

/**
 * Records a failure as the outcome of what a command had begun when it was ended from outside. No passphrase is needed: the
 * log goes on with its running key.
 */
export async function recordUnfinished(
  intents: readonly BegunIntent[],
  error: unknown,
  io: Pick<CommandIo, 'err'>
): Promise<void> {
  for (const { seq, action, data, keyring } of intents) {
    try {
      const audit = await openCommandAudit(data, createKeyring(keyring, undefined))
      const facts = { code: toWireError(error).code, reason: reasonOf(error) }
      await audit.record({ action, outcome: 'failure', intent: seq, facts })
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause
      io.err(m.thatTheCommandDidNotFinish)
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'crash'
  if (error.code === 'cancelled') return 'cancelled'
  return error.reason === 'limit' ? 'timeout' : 'crash'
}
