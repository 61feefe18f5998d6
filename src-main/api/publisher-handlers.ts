import { apiMessages as m } from '#messages/api.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { SignedThing } from '#shared/governance/file-signature.ts'
import { requireTrusted } from '../services/publishers/signed-files.ts'
import type { Host } from '../ports/host.ts'
import type { VerifiedFiles } from '../services/publishers/verified-files.ts'
import type { TrustedPublishers } from '../services/publishers/trusted-publishers.ts'

/** What a file is in a refusal; completes "does not allow …". */
const titles: Readonly<Record<SignedThing, string>> = {
  'site-pack': m.thePackOfAnotherSite,
  'cut-points': m.theTableOfCutPoints,
  benchmarks: m.theTableOfBenchmarks,
  'risk-tables': m.theTableOfRisk,
  constants: m.theTableOfConstants
}

/** The handlers for publishers and what they sign. */
export function createPublisherHandlers(
  { emit }: Pick<Host, 'emit'>,
  publishers: TrustedPublishers,
  verified: VerifiedFiles
): ServiceHandlers['publishers'] {
  return {
    list: () => publishers.list(),
    async add(publisher) {
      const change = await publishers.add(publisher)
      emit('content.changed', {})
      return change
    },
    async remove({ key }) {
      const change = await publishers.remove(key)
      emit('content.changed', {})
      return change
    },
    async check({ signature, what, ...file }) {
      const verdict = requireTrusted(file, signature, titles[what], await publishers.rules())
      if (verdict.state === 'trusted') verified.remember(what, file.sha256)
      return verdict
    }
  }
}
