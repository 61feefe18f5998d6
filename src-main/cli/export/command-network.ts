import { cliExportMessages as m } from '#messages/cli/export.ts'
import { AppError } from '#shared/app-error.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { createNodeNet } from '../../host/node/net.ts'
import type { CallLedger } from '../../policy/call-ledger.ts'
import { networkUnderPolicy } from '../../policy/network-under-policy.ts'
import type { NetPort } from '../../ports/host.ts'
import type { CommandIo } from '../terminal/command.ts'

/** The network of a command that exports, which asks nobody whom the policies do not allow. */
export function commandNetwork({ net, policies }: Pick<CommandIo, 'net' | 'policies'>, calls: CallLedger): NetPort {
  const network = {
    net: net ?? createNodeNet(process.env, proxyChoice(policies.current())),
    serve: () => Promise.reject(new AppError('not-supported', m.aCommandServesNothing)),
    policies
  }
  return networkUnderPolicy(network, calls).netFor('export')
}
