import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'

const folder = resolve(import.meta.dirname, '../../../resources/registries')

/** The registries that the product ships. */
export const shippedRegistries: readonly Registry[] = loadRegistries(
  readdirSync(folder).map((name): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')))
)

/** One of them. */
export function shipped(id: string): Registry {
  const found = shippedRegistries.find((registry) => registry.id === id)
  if (found === undefined) throw new Error(`no registry ${id}`)
  return found
}
