import { servicesMessages as m } from '#messages/services.ts'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { isContentDocument } from '#engine/measures/content/document/content-document.ts'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import { AppError } from '#shared/app-error.ts'
import { maxPackBytes, maxPackTextBytes, type PackEntry } from '#shared/contract/measures.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { PresetFile } from '#shared/policy/policy-values.ts'
import type { LogPort, PolicyPort } from '../../ports/host.ts'
import { checkSignedFile, signatureRules, type SignatureRules } from '../publishers/signed-files.ts'
import type { BuiltInContent } from './built-in-content.ts'
import type { Content } from './content.ts'

/**
 * Reads a pack that the organization presets.
 * @throws AppError `unreadable-file` for a file that is missing, has another hash, or is no pack of measure content,
 *   `invalid-input` for a wrong signature, PolicyRefusal for a missing one
 */
export function readPresetPack({ path, sha256 }: PresetFile, rules: SignatureRules): BuiltInContent {
  const { bytes, installedAt } = readFile(path)
  if (digestOf(bytes) !== sha256) throw new AppError('unreadable-file', m.theContentPackHasAnotherHash(path))
  checkSignedFile(path, bytes, m.theContentPack, rules)
  let text: Buffer
  let document: unknown
  try {
    text = gunzipSync(bytes, { maxOutputLength: maxPackTextBytes })
    document = JSON.parse(text.toString('utf8'))
  } catch (cause) {
    throw new AppError('unreadable-file', m.theFileIsNoContentPack(path), { cause })
  }
  if (!isContentDocument(document)) throw new AppError('unreadable-file', m.theFileIsNoContentPack(path))
  const facts = packFacts(document, { hash: digestOf(text), textBytes: text.length, source: 'import' })
  const entry: PackEntry = { id: sha256.slice(0, 32), installedAt, keptBytes: bytes.length, isPreset: true, facts }
  return { entry, bytes }
}

function readFile(path: string): { readonly bytes: Buffer; readonly installedAt: number } {
  try {
    const { size, mtimeMs } = statSync(path)
    if (size > maxPackBytes) throw new AppError('unreadable-file', m.theFileIsNoContentPack(path))
    return { bytes: readFileSync(path), installedAt: Math.floor(mtimeMs) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unreadable-file', m.theContentPackCannotBeRead(path), { cause })
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * The installed content with the packs of the policy ContentPacks, which nobody can remove. What cannot be used is left out;
 * the list of policies says why.
 */
export function withPresetPacks(content: Content, policies: Pick<PolicyPort, 'value'>, log: LogPort): Content {
  let known: { readonly key: string; readonly packs: readonly BuiltInContent[] } = { key: '', packs: [] }

  function packs(): readonly BuiltInContent[] {
    const wanted = policies.value('ContentPacks') ?? []
    const rules = signatureRules(policies)
    const key = JSON.stringify([wanted, rules])
    if (known.key !== key) known = { key, packs: wanted.flatMap((file) => readable(file, rules, log)) }
    return known.packs
  }

  /** A pack that a user installed, too, counts once. */
  function joined(entries: readonly PackEntry[]): PackEntry[] {
    const presets = packs().map(({ entry }) => entry)
    const hashes = new Set(presets.map(({ facts }) => facts.hash))
    const [builtIn, others] = [
      entries.filter(({ facts }) => facts.source === 'built-in'),
      entries.filter(({ facts }) => facts.source !== 'built-in' && !hashes.has(facts.hash))
    ]
    return [...builtIn, ...presets, ...others]
  }

  return {
    ...content,
    list: async () => joined(await content.list()),
    imported: async () => joined(await content.imported()),
    async read(id) {
      return packs().find(({ entry }) => entry.id === id)?.bytes ?? content.read(id)
    },
    async remove(id) {
      const preset = packs().find(({ entry }) => entry.id === id)
      if (preset !== undefined) throw new PolicyRefusal('ContentPacks', m.removingThePack(preset.entry.facts.title))
      await content.remove(id)
    }
  }
}

function readable(file: PresetFile, rules: SignatureRules, log: LogPort): BuiltInContent[] {
  try {
    return [readPresetPack(file, rules)]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.write('warn', 'content.preset-refused', { code: error.code })
    return []
  }
}
