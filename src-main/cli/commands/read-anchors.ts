import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { ChainEnd } from '../../services/audit/chain-end.ts'

/**
 * Anchors of the audit log: one as it was printed, or a file with any number, printed or in the lines of syslog that were
 * delivered to a collector.
 * @throws AppError `invalid-input` where there is none
 */
export async function readAnchors(named: string): Promise<readonly ChainEnd[]> {
  const anchor = anchorIn(named.trim())
  if (anchor !== undefined) return [anchor]
  const text = await readFile(resolve(named), 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid-input', m.againstTakesAnAnchorAsPopulus, { cause })
  })
  const anchors = text.split('\n').flatMap((line) => anchorIn(line.trim()) ?? anchorOfSyslog(line) ?? [])
  if (anchors.length > 0) return anchors
  throw new AppError('invalid-input', m.thereIsNoAnchorInThe)
}

function anchorIn(text: string): ChainEnd | undefined {
  return end(/^(\d{1,12}):([0-9a-f]{64})$/.exec(text))
}

function anchorOfSyslog(line: string): ChainEnd | undefined {
  return end(/\[populus@32473 seq="(\d{1,12})"[^\n]*? code="([0-9a-f]{64})"\]/.exec(line))
}

function end(match: RegExpExecArray | null): ChainEnd | undefined {
  const [, seq, code] = match ?? []
  return seq === undefined || code === undefined ? undefined : { seq: Number(seq), code }
}
