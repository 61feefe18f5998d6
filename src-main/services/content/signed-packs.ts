import { servicesMessages as m } from '#messages/services.ts'
import type { PackEntry, Signer } from '#shared/contract/measures.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { newestRecords } from '../audit/newest-records.ts'
import type { SignatureRules } from '../publishers/signed-files.ts'
import { keyFingerprint } from '../publishers/trusted-publishers.ts'
import type { Content } from './content.ts'

/** Most drafts whose signers are known at a time, as the content service has. */
const maxDrafts = 8

/**
 * The installed content with those who signed it. The audit log says who that is, since packs lie in the clear. Under the policy RequireSignedPacks
 * a pack that came from files is used only where all who signed it are trusted now.
 * @param rules whose signatures count, and whether packs need one
 * @param auditFolder absolute path of the folder of the audit log
 */
export function withSignedPacks(content: Content, rules: () => Promise<SignatureRules>, auditFolder: string): Content {
  /** Keys of those who signed packs, by hash, as the log had them when this program first asked, and as it installed them since. */
  let known: Promise<Map<string, readonly string[]>> | undefined
  const drafts = new Map<string, readonly Signer[]>()

  async function readLog(): Promise<Map<string, readonly string[]>> {
    const keys = new Map<string, readonly string[]>()
    for await (const { outcome, facts } of newestRecords(auditFolder, ['content.installed'])) {
      const { hash, key } = facts
      if (outcome === 'success' && typeof hash === 'string' && typeof key === 'string' && !keys.has(hash))
        keys.set(hash, key.split(' '))
    }
    return keys
  }

  /** A log that cannot be read vouches for nothing now, and is asked again. */
  async function recorded(): Promise<Map<string, readonly string[]>> {
    try {
      return await (known ??= readLog())
    } catch {
      known = undefined
      return new Map()
    }
  }

  async function described(entries: readonly PackEntry[]): Promise<PackEntry[]> {
    const { required, publishers } = await rules()
    const names = new Map(publishers.map(({ key, name }) => [key, name]))
    const keysOf = entries.some(isFromFiles) ? await recorded() : new Map<string, readonly string[]>()
    return entries.map((entry): PackEntry => {
      if (!isFromFiles(entry)) return entry
      const keys = keysOf.get(entry.facts.hash) ?? []
      const signers = keys.flatMap((key) => {
        const publisher = names.get(key)
        return publisher === undefined ? [] : [{ publisher, key, fingerprint: keyFingerprint(key) }]
      })
      if (keys.length > 0 && signers.length === keys.length) return { ...entry, signers }
      return required && entry.unusable === undefined ? { ...entry, unusable: 'unsigned' } : entry
    })
  }

  return {
    ...content,
    list: async () => described(await content.list()),
    imported: async () => described(await content.imported()),
    async read(id) {
      const [entry] = await described((await content.imported()).filter((each) => each.id === id))
      if (entry?.unusable === 'unsigned')
        throw new PolicyRefusal('RequireSignedPacks', m.anUnsignedPack(entry.facts.title))
      return content.read(id)
    },
    announce(facts, signers = []) {
      const draft = content.announce(facts)
      drafts.set(draft, signers)
      for (const oldest of drafts.keys()) if (drafts.size > maxDrafts) drafts.delete(oldest)
      return draft
    },
    async commit(draft) {
      const signers = drafts.get(draft) ?? []
      const entry = await content.commit(draft)
      if (signers.length === 0) return entry
      const keys = await recorded()
      keys.set(
        entry.facts.hash,
        signers.map(({ key }) => key)
      )
      return { ...entry, signers: [...signers] }
    }
  }
}

/** What is written here, comes with the program, or is preset by a policy that checks it, is asked for no signature here. */
function isFromFiles({ facts, isPreset }: PackEntry): boolean {
  return facts.source === 'import' && isPreset === undefined
}
