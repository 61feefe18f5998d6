import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { DefinitionRegistry } from '../services/definitions/definition-registry.ts'
import type { Governance } from '../services/governance/governance.ts'
import type { Host } from '../ports/host.ts'

/** The handlers for agreements, sign-offs and the registry of definitions. */
export function createGovernanceHandlers(
  host: Pick<Host, 'emit'>,
  governance: Governance,
  definitions: DefinitionRegistry
): ServiceHandlers['governance'] {
  return {
    definitions: () => definitions.list(),
    async decideDefinition(decision) {
      const decided = await definitions.decide(decision)
      host.emit('definitions.changed', {})
      return decided
    },
    agreements: () => governance.agreements(),
    addAgreement: (terms) => governance.add(terms),
    async endAgreement({ id }) {
      await governance.end(id)
    },
    signOffs: () => governance.signOffs(),
    signOff: ({ snapshot, reason }) => governance.signOff(snapshot, reason),
    frozen: ({ id }) => governance.frozen(id)
  }
}
