import type { Handlers } from '#shared/contract/contract.ts'
import type { Governance } from '../services/governance/governance.ts'

type GovernanceMethod = Extract<keyof Handlers, `governance.${string}`>

/** The handlers for agreements and sign-offs. */
export function createGovernanceHandlers(governance: Governance): Pick<Handlers, GovernanceMethod> {
  return {
    'governance.agreements': () => governance.agreements(),
    'governance.addAgreement': (terms) => governance.add(terms),
    async 'governance.endAgreement'({ id }) {
      await governance.end(id)
    },
    'governance.signOffs': () => governance.signOffs(),
    'governance.signOff': ({ snapshot, note }) => governance.signOff(snapshot, note)
  }
}
