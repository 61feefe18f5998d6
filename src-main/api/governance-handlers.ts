import type { Handlers } from '#shared/contract/contract.ts'
import type { DefinitionRegistry } from '../services/definitions/definition-registry.ts'
import type { Governance } from '../services/governance/governance.ts'
import type { Host } from '../ports/host.ts'

type GovernanceMethod = Extract<keyof Handlers, `governance.${string}`>

/** The handlers for agreements, sign-offs and the registry of definitions. */
export function createGovernanceHandlers(
  host: Pick<Host, 'emit'>,
  governance: Governance,
  definitions: DefinitionRegistry
): Pick<Handlers, GovernanceMethod> {
  return {
    'governance.definitions': () => definitions.list(),
    async 'governance.decideDefinition'(decision) {
      const decided = await definitions.decide(decision)
      host.emit('definitions.changed', {})
      return decided
    },
    'governance.agreements': () => governance.agreements(),
    'governance.addAgreement': (terms) => governance.add(terms),
    async 'governance.endAgreement'({ id }) {
      await governance.end(id)
    },
    'governance.signOffs': () => governance.signOffs(),
    'governance.signOff': ({ snapshot, reason }) => governance.signOff(snapshot, reason),
    'governance.frozen': ({ id }) => governance.frozen(id)
  }
}
