// The environment that the command runs in. Plain JavaScript for whatever Node is on the PATH.

/** Arrays of so many bytes and more get memory of their own, which goes back to the system when they are freed. */
const arrayBytes = 262_144

/**
 * What has to be set before the process of the command begins. On Linux the C library keeps freed arrays below a size that it raises
 * itself up to 32 MB, and gaps between them stay: a population in many parts took a tenth more memory than was set for it.
 * @param {NodeJS.ProcessEnv} environment of the process that is there @param {NodeJS.Platform} platform
 * @returns undefined where nothing has to be set, or somebody chose the size
 */
export function commandEnvironment(environment, platform) {
  const { MALLOC_MMAP_THRESHOLD_: chosen } = environment
  if (platform !== 'linux' || chosen !== undefined) return undefined
  return { ...environment, MALLOC_MMAP_THRESHOLD_: String(arrayBytes) }
}
