import { servicesMessages as m } from '#messages/services.ts'
import { readDefinitions } from './read-definitions.ts'

/**
 * The registry definitions of this installation, as JSON.
 * @param resources the folder that holds `registries/`
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export function readRegistries(resources: string): Promise<unknown[]> {
  return readDefinitions(resources, 'registries', m.registryDefinitions)
}
