import type { ResourceHistory } from './resource-history.ts'

/** `[base]/.well-known/smart-configuration` of the sandbox. */
export function smartConfiguration(origin: string): object {
  return {
    token_endpoint: `${origin}/auth/token`,
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    grant_types_supported: ['client_credentials'],
    scopes_supported: ['system/*.rs', 'system/*.read'],
    capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2']
  }
}

/** CapabilityStatement of the sandbox. */
export function capabilityStatement(history: ResourceHistory, base: string): object {
  const types = [...new Set(history.parts(0).map(({ type }) => type)), 'Group']
  const bulk = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition'
  const exportOperations: Readonly<Record<string, string>> = { Patient: 'patient-export', Group: 'group-export' }
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    kind: 'instance',
    fhirVersion: '4.0.1',
    publisher: 'Populus',
    software: { name: 'Populus sandbox' },
    implementation: { description: 'Sample population', url: base },
    format: ['json'],
    instantiates: ['http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data'],
    rest: [
      {
        mode: 'server',
        resource: types.map((type) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          ...(exportOperations[type] === undefined
            ? {}
            : { operation: [{ name: exportOperations[type], definition: `${bulk}/${exportOperations[type]}` }] })
        })),
        interaction: [{ code: 'batch' }],
        operation: [{ name: 'export', definition: `${bulk}/export` }]
      }
    ]
  }
}
