import type { Session } from './session.svelte.ts'

/** Closes what was read under other roles or rules than those now: the data on the screens, and what is being loaded. */
export async function closeAll(session: Pick<Session, 'loaded' | 'loading' | 'cancel' | 'close'>): Promise<void> {
  const { loading } = session
  if (loading !== undefined) {
    await session.cancel()
    // It may have been read to its end already.
    await loading.ended
  }
  if (session.loaded !== undefined) await session.close()
}
